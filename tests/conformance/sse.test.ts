// Event streams: the WPT suite, and the npm packages eventsource-parser and eventsource as peers.
import { EventSource } from "eventsource";
import { createParser } from "eventsource-parser";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readRequest, writeResponse, type Http1Request } from "../../src/protocols/http1/index.ts";
import { fieldValue, isFault, parseMediaType } from "../../src/protocols/semantics/index.ts";
import {
  createEventStreamParser,
  describeStream,
  writeEvent,
  type StreamEvent,
  type WritableEvent,
} from "../../src/protocols/sse/index.ts";
import { concat, findUntiled, utf8 } from "../../src/wire/index.ts";
import { openTally, recordSuite } from "../support/conformance-report.ts";
import { openInbox, withServer } from "../support/loopback.ts";
import { mutations } from "../support/mutations.ts";
import { hasSuite, readSuite } from "../support/vectors.ts";

interface StreamCase {
  readonly id: string;
  readonly stream: string;
  readonly events: readonly StreamEvent[];
  readonly retry?: number | null;
  readonly lastEventIdForReconnect?: string;
}

interface Outcome {
  readonly events: readonly StreamEvent[];
  readonly retry: number | null;
  readonly lastEventId: string;
}

function read(pieces: readonly Uint8Array[]): Outcome {
  const parser = createEventStreamParser();
  const events = [...pieces.flatMap((piece) => parser.push(piece)), ...parser.end()];
  return { events, retry: parser.reconnectionTime, lastEventId: parser.lastEventId };
}

/** The outcome in one piece, which must be that of single bytes and of any cut in two. */
function readEveryWay(bytes: Uint8Array): Outcome {
  const whole = read([bytes]);
  expect(read(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(whole);
  for (let at = 0; at <= bytes.length; at += 1) {
    expect(read([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(whole);
  }
  return whole;
}

const cases = hasSuite("sse") ? readSuite<StreamCase[]>("sse", "streams.json") : [];

describe.skipIf(!hasSuite("sse"))("sse", () => {
  it("reads every stream, however it is cut", () => {
    const tally = openTally("sse", "sse", []);
    for (const each of cases) {
      const { events, retry, lastEventId } = readEveryWay(utf8(each.stream));
      const same =
        JSON.stringify(events) === JSON.stringify(each.events) &&
        (each.retry === undefined || each.retry === retry) &&
        (each.lastEventIdForReconnect ?? lastEventId) === lastEventId;
      tally.put(each.id, same);
      const tree = describeStream(utf8(each.stream));
      expect(tree.kind === "done" && findUntiled(tree.value)).toBeNull();
    }
    const http = readSuite<{
      mime: { id: string; contentType: string; open: boolean }[];
      status: unknown[];
      request: unknown[];
    }>("sse", "http.json");
    for (const { id, contentType, open } of http.mime) {
      const type = parseMediaType(contentType);
      const isStream = !isFault(type) && `${type.type}/${type.subtype}` === "text/event-stream";
      tally.put(id, isStream === open);
    }
    const wrong = tally.finish({
      leftOut: [
        {
          what: "statuses and request fields of http.json",
          why: "they are about the client that opens the connection, not about the stream",
          count: http.status.length + http.request.length,
        },
      ],
    });
    expect(wrong).toEqual([]);
  });

  it("survives every damaged copy of every stream", () => {
    for (const { stream } of cases) {
      for (const bytes of mutations(utf8(stream))) {
        expect(read([bytes]).events.length).toBeLessThanOrEqual(bytes.length);
      }
    }
  });
});

/** The events that the peer finds in the same bytes, decoded as it expects them. */
function readWithPeer(bytes: Uint8Array): StreamEvent[] {
  const events: StreamEvent[] = [];
  let lastEventId = "";
  const parser = createParser({
    onEvent: ({ event, data, id }) => {
      if (id !== undefined) lastEventId = id;
      events.push({ type: event ?? "message", data, lastEventId });
    },
  });
  parser.feed(new TextDecoder().decode(bytes));
  return events;
}

describe("eventsource-parser", () => {
  const line = fc.string({ unit: fc.constantFrom("a", "é", "🎈", " ", ":", "0") });
  const event: fc.Arbitrary<WritableEvent> = fc.record(
    {
      id: line,
      event: line,
      data: fc.array(line).map((lines) => lines.join("\n")),
      retry: fc.nat(),
      comment: line,
    },
    { requiredKeys: ["data"] },
  );

  it("finds the same events in whatever we write", () => {
    const runs = 2000;
    fc.assert(
      fc.property(fc.array(event, { maxLength: 8 }), (events) => {
        const bytes = concat(events.map(writeEvent));
        expect(readWithPeer(bytes)).toEqual(read([bytes]).events);
      }),
      { numRuns: runs },
    );
    recordSuite({
      suite: "peer: eventsource-parser",
      engine: "sse",
      peer: "eventsource-parser 4.1.3 reads generated streams of up to 8 events",
      cases: runs,
      agree: runs,
      deviations: [],
      ran: true,
    });
  });

  it.skipIf(!hasSuite("sse"))("agrees on the suite's streams but for one", () => {
    const tally = openTally("peer: eventsource-parser, WPT streams", "sse", [
      {
        name: "bom-2",
        why: "The peer strips a second byte order mark behind the one that decoding has stripped.",
        rule: "WHATWG HTML §9.2.5",
      },
    ]);
    for (const { id, stream } of cases) {
      const bytes = utf8(stream);
      const ours = JSON.stringify(read([bytes]).events);
      tally.put(id, ours === JSON.stringify(readWithPeer(bytes)));
    }
    expect(tally.finish({ peer: "eventsource-parser 4.1.3 on the streams of suite sse" })).toEqual(
      [],
    );
  });
});

it("the eventsource package receives our events, reconnects with our id, and stops at 204", async () => {
  const answers = [
    [
      { retry: 20, comment: "hello" },
      { id: "1", data: "first\nof two lines" },
      { event: "add", data: "größe 🎈" },
    ],
    [{ id: "2", data: "after the break" }, { data: "" }],
  ] satisfies WritableEvent[][];
  const requests: Http1Request[] = [];
  const head = writeResponse({
    status: 200,
    reason: "OK",
    fields: [["Content-Type", "text/event-stream"]],
    framing: "close",
  });
  const written = answers.map((events) => concat(events.map(writeEvent)));
  const got: StreamEvent[] = [];
  await withServer(
    (socket) => {
      const inbox = openInbox(socket);
      void (async () => {
        while (await inbox.more()) {
          const step = readRequest(inbox.bytes());
          if (step.kind !== "done") continue;
          requests.push(step.value);
          const body = written[requests.length - 1];
          if (!body) {
            socket.end(writeResponse({ status: 204 }));
            return;
          }
          const bytes = concat([head, body]);
          for (let at = 0; at < bytes.length; at += 7) socket.write(bytes.subarray(at, at + 7));
          socket.end();
        }
      })();
    },
    async (port) => {
      const source = new EventSource(`http://127.0.0.1:${port}/stream`);
      const take = ({ type, data, lastEventId }: MessageEvent<string>): void => {
        got.push({ type, data, lastEventId });
      };
      source.addEventListener("message", take);
      source.addEventListener("add", take);
      await new Promise<void>((resolve) => {
        source.addEventListener("error", () => {
          if (source.readyState === source.CLOSED) resolve();
        });
      });
      source.close();
    },
  );
  const parser = createEventStreamParser();
  const ours = written.flatMap((bytes) => [...parser.push(bytes), ...parser.end()]);
  expect(got).toEqual(ours);
  expect(requests.map(({ fields }) => fieldValue(fields, "last-event-id"))).toEqual([
    null,
    "1",
    "2",
  ]);
  expect(fieldValue(requests[0]?.fields ?? [], "accept")).toBe("text/event-stream");
  recordSuite({
    suite: "peer: eventsource",
    engine: "sse",
    peer: "eventsource 5.1.5 over loopback, with a reconnection and a final 204",
    cases: ours.length,
    agree: ours.length,
    deviations: [],
    ran: true,
  });
});
