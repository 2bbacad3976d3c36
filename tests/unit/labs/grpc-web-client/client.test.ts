// Connect's real client against the pretend service, in Node: what it reports, and the bytes that our engines read.
import { describe, expect, it } from "vitest";
import { describeBody } from "../../../../src/labs/grpc-web-client/body-tree.ts";
import { outcomeOf, placeOf } from "../../../../src/labs/grpc-web-client/judge.ts";
import { observeIn, type Seen } from "../../../../src/labs/grpc-web-client/observe.ts";
import { framesOf, recordsOf } from "../../../../src/labs/grpc-web-client/read-body.ts";
import { lab } from "../../../../src/labs/grpc-web-client/model.ts";
import {
  METHODS,
  START,
  type Answer,
  type Setup,
} from "../../../../src/labs/grpc-web-client/setup.ts";
import { practiceSpace } from "../../../../src/mocks/practice.ts";
import { openGrpcWeb } from "../../../../src/mocks/grpc-web.ts";
import { judgeWebResponse, writeMessage } from "../../../../src/protocols/grpc/index.ts";
import { writeGetParcelRequest } from "../../../../src/scenarios/parcel-messages.ts";
import { fieldValue } from "../../../../src/trace/index.ts";
import { findUntiled, formatHex, utf8 } from "../../../../src/wire/index.ts";

const space = practiceSpace("grpc-web-client");
const observe = observeIn(() => Promise.resolve(space));
const run = (setup: Partial<Setup>): Promise<Seen> =>
  observe({ ...lab.start(1), setup: { ...START, ...setup } });

describe.each(METHODS)("a %s call", (method) => {
  it.each([
    ["ok", "OK", "frame", 200],
    ["error", "NOT_FOUND", "frame", 200],
    ["only", "NOT_FOUND", "fields", 200],
    ["proxy", "UNAVAILABLE", "nowhere", 503],
    ["hidden", "UNKNOWN", "fields", 200],
    ["cut", "UNKNOWN", "nowhere", 200],
  ] as const)(
    "answered %s ends %s, its status %s, HTTP %i",
    async (answer, outcome, place, http) => {
      const seen = await run({ method, answer, deadline: 5000 });
      expect(outcomeOf(seen)).toBe(outcome);
      expect(placeOf(seen)).toBe(place);
      expect(seen.call?.response?.status).toBe(http);
      const fields = seen.call?.fields ?? [];
      expect(fieldValue(fields, "grpc-timeout")).toBe("5000m");
      expect(fieldValue(fields, "x-grpc-web")).toBe("1");
      expect(fieldValue(fields, "content-type")).toBe("application/grpc-web+proto");
    },
  );

  it("gives up by its own clock", async () => {
    const seen = await run({ method, answer: "slow", deadline: 100 });
    expect(outcomeOf(seen)).toBe("DEADLINE_EXCEEDED");
    expect(seen.call?.response).toBeNull();
    expect(formatHex(seen.call?.content ?? utf8(""), " ")).toBe("00 00 00 00 02 08 2a");
  });
});

describe("the bytes between them", () => {
  const answers: readonly Answer[] = ["ok", "error", "cut"];

  it.each(answers)(
    "answered %s are read by our engines as the client took them",
    async (answer) => {
      const { call, told } = await run({ method: "server", answer });
      const response = call?.response;
      if (response === null || response === undefined) throw new Error("no response");
      const { fault, frames } = framesOf(response.content);
      expect(fault).toBeNull();
      const messages = frames.filter(({ frame }) => frame.kind === "message");
      expect(messages).toHaveLength(told.values.length);
      messages.forEach(({ frame }, index) => {
        const values = new Map(told.values[index]);
        expect(recordsOf(frame.data)).toBe(
          `1: ${values.get("number")}, 2: “${values.get("place")}”, 3: ${values.get("atUnixSeconds")}`,
        );
      });
      const tree = describeBody(response.content);
      if (tree.kind !== "done") throw new Error("the body cannot be described");
      expect(findUntiled(tree.value)).toBeNull();
      const { outcome } = judgeWebResponse(
        {
          status: response.status,
          headers: response.fields,
          content: response.content,
        },
        { responses: "many" },
      );
      expect(outcome.code).toBe(answer === "error" ? 5 : answer === "ok" ? 0 : 2);
    },
  );

  it("say what is wrong with them", () => {
    expect(framesOf(Uint8Array.of(0, 0, 0, 0, 2, 8)).fault?.code).toBe("MESSAGE_INCOMPLETE");
    expect(framesOf(utf8("<h1>503</h1>")).fault?.code).toBe("BAD_FLAG");
    expect(recordsOf(Uint8Array.of(0x0b))).toBeNull();
    expect(describeBody(utf8("<h1>503</h1>")).kind).toBe("fault");
  });
});

describe("the service", () => {
  const ask = async (path: string, type: string, content: Uint8Array): Promise<Response> => {
    const { service } = openGrpcWeb({ methods: { "/a.B/C": "one" } }, () => {
      return { kind: "grpc", messages: [], code: 0, where: "frame" };
    });
    space.serve(service);
    return space.fetch(`${space.base}${path}`, {
      method: "POST",
      headers: { "content-type": type },
      body: new Uint8Array(content),
    });
  };
  const message = writeMessage(writeGetParcelRequest(42));

  it("refuses what is no call by what the engine says", async () => {
    const type = "application/grpc-web+proto";
    expect((await ask("/a.B/C", "text/plain", message)).status).toBe(415);
    const lost = await ask("/a.B/Lost", type, message);
    expect([lost.status, lost.headers.get("grpc-status")]).toEqual([200, "12"]);
    const broken = await ask("/a.B/C", type, utf8("nonsense"));
    expect(broken.headers.get("grpc-status")).toBe("13");
    const served = await ask("/a.B/C", type, message);
    expect(formatHex(new Uint8Array(await served.arrayBuffer()))).toMatch(/^80000000/);
  });
});
