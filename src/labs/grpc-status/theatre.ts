// One call and the ways in which it ends, in real HTTP/2 frames; the client judges as its library does. PROTOCOL-HTTP2.md §Responses, §Errors.
import {
  judgeResponse,
  requestFields,
  statusFields,
  statusFromRstStream,
  statusName,
  writeMessage,
  STATUS_CODES,
  type Outcome,
  type StatusName,
} from "#protocols/grpc/index.ts";
import { ERROR_CODES, type HpackField } from "#protocols/http2/index.ts";
import { wordCall } from "#scenarios/grpc-words.ts";
import {
  createHttp2Wire,
  type Http2Wire,
  type Replay,
  type Tamper,
} from "#scenarios/http2-wire.ts";
import {
  PARCEL_METHODS,
  PARCEL_SERVICE,
  PARCEL_STATUS,
  writeGetParcelRequest,
  writeParcel,
  writeScan,
} from "#scenarios/parcel-messages.ts";
import type { Trace } from "#trace/index.ts";
import { concat, formatHex, utf8 } from "#wire/index.ts";
import { RESETS, SCENES, type Setup } from "./setup.ts";

/** Who made the status that the application sees. */
export type Maker = "trailers" | "only" | "http" | "reset" | "client";

/** A frame of the answer in words. */
export interface AnswerFrame {
  readonly frame: string;
  /** Its fields, or what its bytes are. */
  readonly holds: readonly string[];
  readonly ends: boolean;
}

/** What came of a run. */
export interface Seen {
  readonly trace: Trace;
  readonly frames: readonly AnswerFrame[];
  readonly outcome: Outcome;
  readonly messages: number;
  readonly maker: Maker;
}

const DELAY = 20;
const CALL_AT = 80;
const WORK = 15;
const APART = 9;
const TIMEOUT = 250;
const STREAM = 1;

const TYPE: HpackField = ["content-type", "application/grpc+proto"];
const PARCEL = writeMessage(
  writeParcel({ number: 42, recipient: "Ada", status: PARCEL_STATUS.IN_TRANSIT }),
);
const SCANS = [
  writeMessage(writeScan({ number: 42, place: "Oslo" })),
  writeMessage(writeScan({ number: 42, place: "Graz" })),
];
const made = (name: StatusName, message: string): Outcome => ({
  code: STATUS_CODES[name],
  name,
  message,
});

/** The status that the scenes with an error message end with. */
export const statusOf = ({ scene }: Setup): StatusName =>
  scene === "after" ? "RESOURCE_EXHAUSTED" : "NOT_FOUND";

function play(setup: Setup, tamper?: Tamper) {
  const { scene, http, message } = setup;
  const method = scene === "after" ? PARCEL_METHODS.server : PARCEL_METHODS.unary;
  const frames: AnswerFrame[] = [];
  const answer: { headers: readonly HpackField[]; trailers: readonly HpackField[] | null } = {
    headers: [],
    trailers: null,
  };
  const content: Uint8Array[] = [];
  const end: { outcome: Outcome | null; maker: Maker } = { outcome: null, maker: "client" };

  const wire: Http2Wire = createHttp2Wire(
    {
      title: SCENES[scene],
      names: { client: "Client", server: scene === "proxy" ? "Proxy" : "Server" },
      delay: DELAY,
      client: { settings: { enablePush: false } },
      tamper,
    },
    {
      told(side, event) {
        if (side === "server") {
          if (event.kind === "data" && event.endStream) wire.at(wire.now + WORK, ends);
          return;
        }
        if (end.outcome !== null) return;
        if (event.kind === "headers") {
          answer.headers = event.fields;
          if (event.endStream) conclude("only");
        }
        if (event.kind === "data") {
          content.push(event.data);
          if (event.endStream) conclude("http");
        }
        if (event.kind === "trailers") {
          answer.trailers = event.fields;
          conclude("trailers");
        }
        if (event.kind === "reset") {
          const code = statusFromRstStream(event.errorCode);
          const name = statusName(code) ?? "UNKNOWN";
          end.outcome = made(name, `RST_STREAM with ${setup.reset}`);
          end.maker = "reset";
        }
      },
    },
  );
  const { client, server } = wire.ends;
  const judged = () => {
    const status = Number(answer.headers.find(([name]) => name === ":status")?.[1] ?? 200);
    const { responses } = method;
    return judgeResponse({ status, ...answer, content: concat(content) }, { responses });
  };
  function conclude(by: Maker): void {
    end.outcome = judged().outcome;
    // A client that finds two answers overrules the OK in the trailers.
    end.maker = scene === "twice" ? "client" : by;
  }

  /** Does it behind all frames of the answer before it, so that a ladder can show each by itself. */
  const next = (act: () => void): void => wire.at(wire.now + APART * frames.length, act);
  const head = (fields: readonly HpackField[], endStream = false): void => {
    next(() => wire.headers("server", STREAM, fields, { endStream }));
    const holds = fields.map((field) => field.join(": "));
    frames.push({ frame: "HEADERS", holds, ends: endStream });
  };
  const data = (bytes: Uint8Array, holds: string, endStream = false): void => {
    next(() => server.sendData(STREAM, bytes, { endStream }));
    frames.push({ frame: "DATA", holds: [formatHex(bytes, " "), holds], ends: endStream });
  };
  const begin = (): void => head([[":status", "200"], TYPE]);

  const ending: Readonly<Record<Setup["scene"], () => void>> = {
    served() {
      begin();
      data(PARCEL, "the parcel, with its prefix");
      head(statusFields({ code: STATUS_CODES.OK }), true);
    },
    only() {
      const status = statusFields({ code: STATUS_CODES[statusOf(setup)], message });
      head([[":status", "200"], TYPE, ...status], true);
    },
    after() {
      begin();
      for (const [index, scan] of SCANS.entries()) data(scan, `scan ${index + 1}, with its prefix`);
      head(statusFields({ code: STATUS_CODES[statusOf(setup)], message }), true);
    },
    proxy() {
      const page = utf8(`<h1>${http}</h1>`);
      head([
        [":status", String(http)],
        ["content-type", "text/html"],
      ]);
      data(page, `<h1>${http}</h1>`, true);
    },
    swallowed() {
      begin();
      data(PARCEL, "the parcel, with its prefix", true);
    },
    twice() {
      begin();
      data(PARCEL, "the parcel, with its prefix");
      data(PARCEL, "the parcel once more");
      head(statusFields({ code: STATUS_CODES.OK }), true);
    },
    reset() {
      server.resetStream(STREAM, RESETS[setup.reset]);
      frames.push({ frame: "RST_STREAM", holds: [`error code ${setup.reset}`], ends: true });
    },
    lost() {
      wire.note("client", "The connection breaks", "broken");
      end.outcome = made("UNAVAILABLE", "the connection broke before an answer came");
    },
    deadline() {
      begin();
    },
  };
  function ends(): void {
    ending[scene]();
  }

  wire.at(CALL_AT, () => {
    const timeoutMs = scene === "deadline" ? TIMEOUT : undefined;
    const call = { service: PARCEL_SERVICE, method: method.name, authority: "parcels.example" };
    wire.headers("client", STREAM, requestFields({ ...call, timeoutMs }));
  });
  wire.at(CALL_AT + APART, () =>
    client.sendData(STREAM, writeMessage(writeGetParcelRequest(42)), { endStream: true }),
  );
  if (scene === "deadline") {
    wire.at(CALL_AT + TIMEOUT, () => {
      wire.note("client", "The deadline has passed", "deadline");
      client.resetStream(STREAM, ERROR_CODES.CANCEL);
      end.outcome = made("DEADLINE_EXCEEDED", `no status within ${TIMEOUT} ms`);
    });
  }
  const run = wire.run();
  return { ...run, ...end, frames, messages: judged().messages.length };
}

/** Plays the scene. */
export function playScene(setup: Setup): Seen {
  const { trace, outcome, ...rest } = play(setup);
  if (outcome === null) throw new RangeError(`${setup.scene} does not end`);
  const { frames, maker, messages } = rest;
  return { trace: wordCall(trace, STREAM), outcome, frames, maker, messages };
}

/** The same scene with other bytes in a message's place. */
export const replayOf =
  (setup: Setup): Replay =>
  (tamper) =>
    play(setup, tamper).reaction;
