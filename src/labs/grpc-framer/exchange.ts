// The call as it crosses the wire: HEADERS, DATA, and what the server answers, in real HTTP/2 frames. PROTOCOL-HTTP2.md.
import {
  judgeRequest,
  judgeResponse,
  statusFields,
  writeMessage,
  type JudgedRequest,
  type Outcome,
  type ServerOffer,
} from "#protocols/grpc/index.ts";
import { ERROR_CODES } from "#protocols/http2/index.ts";
import type { HeaderField } from "#protocols/semantics/index.ts";
import {
  createHttp2Wire,
  type Http2Wire,
  type Replay,
  type Tamper,
} from "#scenarios/http2-wire.ts";
import { wordCall } from "#scenarios/grpc-words.ts";
import { PARCEL_STATUS, writeParcel, writeUploadSummary } from "#scenarios/parcel-messages.ts";
import type { Trace } from "#trace/index.ts";
import { concat } from "#wire/index.ts";
import { fieldsOf, payloadsOf } from "./call.ts";
import { PATHS, timeoutOf, type Setup } from "./setup.ts";

/** What the parcel service offers. */
const OFFER: ServerOffer = {
  methods: { [PATHS[0]]: "one", [PATHS[1]]: "many" },
  encodings: ["gzip"],
};

/** Milliseconds: one way, before the call, between its frames, and of the server's work. */
const DELAY = 20;
const CALL_AT = 80;
const APART = 9;
const WORK = 15;
/** When a client that waits without a deadline is looked at again. */
const MUCH_LATER = 10_000;
const STREAM = 1;

/** What the server made of the call, and what the client sees. */
export interface Exchange {
  readonly trace: Trace;
  /** Null: the server still waits for the end of the request. */
  readonly judged: JudgedRequest | null;
  /** Null: the client waits, and will for ever. */
  readonly outcome: Outcome | null;
}

/** The server's answer to a call that it serves. */
function answerOf({ path, messages }: Extract<JudgedRequest, { kind: "call" }>, number: number) {
  const parcel = { number, recipient: "Ada", status: PARCEL_STATUS.IN_TRANSIT };
  return writeMessage(
    path === PATHS[0] ? writeParcel(parcel) : writeUploadSummary(messages.length),
  );
}

/** Judges like a server library; a flagged message must also be what grpc-encoding says, and ours is not. */
function judge(fields: readonly HeaderField[], content: Uint8Array): JudgedRequest {
  const judged = judgeRequest({ fields, content }, OFFER);
  if (judged.kind !== "call" || !judged.messages.some(({ compressed }) => compressed))
    return judged;
  const message = "the message is flagged as compressed, but it is no gzip";
  return { kind: "status", outcome: { code: 13, name: "INTERNAL", message } };
}

type Run = ReturnType<Http2Wire["run"]> & Omit<Exchange, "trace">;

function play(setup: Setup, tamper?: Tamper): Run {
  const asked: { fields: readonly HeaderField[]; pieces: Uint8Array[] } = {
    fields: [],
    pieces: [],
  };
  const got: { headers: readonly HeaderField[]; trailers: readonly HeaderField[] | null } = {
    headers: [],
    trailers: null,
  };
  const answered: Uint8Array[] = [];
  let judged: JudgedRequest | null = null;
  let outcome: Outcome | null = null;

  const wire = createHttp2Wire(
    {
      title: "One gRPC call over HTTP/2",
      names: { client: "Client", server: "Server" },
      delay: DELAY,
      client: { settings: { enablePush: false } },
      tamper,
    },
    {
      told(end, event) {
        if (end === "client") {
          if (event.kind === "headers") got.headers = event.fields;
          if (event.kind === "data") answered.push(event.data);
          if (event.kind === "trailers") got.trailers = event.fields;
          const ended = event.kind === "trailers" || (event.kind === "headers" && event.endStream);
          if (ended && outcome === null) conclude();
          return;
        }
        if (event.kind === "headers") {
          asked.fields = event.fields;
          // What is wrong with the fields is answered at once: no message could mend it.
          const early = judge(event.fields, writeMessage(new Uint8Array(0)));
          if (early.kind !== "call") answer(early, true);
        }
        if (event.kind === "data" && judged === null) {
          asked.pieces.push(event.data);
          if (event.endStream) answer(judge(asked.fields, concat(asked.pieces)), false);
        }
      },
    },
  );
  const { client, server } = wire.ends;

  function conclude(): void {
    const status = Number(got.headers.find(([name]) => name === ":status")?.[1] ?? 0);
    const response = { status, ...got, content: concat(answered) };
    ({ outcome } = judgeResponse(response, { responses: "one" }));
  }

  function answer(verdict: JudgedRequest, early: boolean): void {
    judged = verdict;
    const type = ["content-type", "application/grpc+proto"] as const;
    if (verdict.kind === "call") {
      const begin = wire.now + WORK;
      // Each does nothing once the client has cancelled.
      wire.at(begin, () => wire.headers("server", STREAM, [[":status", "200"], type]));
      wire.at(begin + APART, () => server.sendData(STREAM, answerOf(verdict, setup.number)));
      wire.at(begin + 2 * APART, () =>
        wire.headers("server", STREAM, statusFields({ code: 0 }), { endStream: true }),
      );
      return;
    }
    const fields =
      verdict.kind === "http"
        ? [[":status", String(verdict.status)] as const]
        : [[":status", "200"] as const, type, ...statusFields(verdict.outcome)];
    wire.headers("server", STREAM, fields, { endStream: true });
    if (early) server.resetStream(STREAM, ERROR_CODES.NO_ERROR);
  }

  const payloads = payloadsOf(setup);
  wire.at(CALL_AT, () => wire.headers("client", STREAM, fieldsOf(setup)));
  payloads.forEach((payload, index) => {
    const endStream = index === payloads.length - 1 && setup.end !== "never";
    wire.at(CALL_AT + APART * (index + 1), () => client.sendData(STREAM, payload, { endStream }));
  });
  const limit = timeoutOf(setup);
  wire.at(CALL_AT + (limit ?? MUCH_LATER), () => {
    if (outcome !== null) return;
    if (limit === null) {
      wire.note("client", "Ten seconds later: still no answer", "waiting");
      return;
    }
    outcome = { code: 4, name: "DEADLINE_EXCEEDED", message: "the deadline has passed" };
    wire.note("client", "The deadline has passed", "deadline");
    client.resetStream(STREAM, ERROR_CODES.CANCEL);
  });
  return { ...wire.run(), judged, outcome };
}

/** Runs the call. */
export function makeCall(setup: Setup): Exchange {
  const { trace, judged, outcome } = play(setup);
  return { trace: wordCall(trace, STREAM), judged, outcome };
}

/** The same call with other bytes in a message's place. */
export const replayOf =
  (setup: Setup): Replay =>
  (tamper) =>
    play(setup, tamper).reaction;
