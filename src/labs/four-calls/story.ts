// The four kinds of call as plans: who sends what and when (grpc.io, "Core concepts", "RPC life cycle").
import type { CallPlan, ClientDeed, Send, ServerDeed, When } from "#scenarios/grpc-plan.ts";
import {
  PARCEL_METHODS,
  PARCEL_STATUS,
  writeGetParcelRequest,
  writeInstruction,
  writeParcel,
  writeScan,
  writeUploadSummary,
} from "#scenarios/parcel-messages.ts";
import type { Framing, Kind, Setup } from "./setup.ts";

/** Milliseconds from one end to the other. */
export const LATENCY = 40;
/** Milliseconds between two things that an end does one after the other. */
const STEP = 20;
/** Where a message is cut: inside its five-byte prefix. */
const CUT = 3;

type ClientAct = When & { readonly does: ClientDeed };
type ServerAct = When & { readonly does: ServerDeed };
interface Script {
  readonly client: readonly ClientAct[];
  readonly server: readonly ServerAct[];
}

const request = writeGetParcelRequest(42);
const parcel = writeParcel({
  number: 42,
  recipient: "Ada Lovelace",
  status: PARCEL_STATUS.IN_TRANSIT,
  weightGrams: 1200,
  scanIds: [7, 8],
});
const scan = (number: number, place: string): Uint8Array =>
  writeScan({ number, place, atUnixSeconds: 1_763_683_200 + 3600 * number });

/** Messages sent at once, in one DATA frame or cut. */
function send(framing: Framing, ...messages: readonly Uint8Array[]): Send {
  return { kind: "send", messages, ...(framing === "cut" ? { cuts: [CUT], apart: STEP / 2 } : {}) };
}

/** Messages that are ready `apart` milliseconds after each other; "joined" waits for the last of them. */
function sendInTurn(
  framing: Framing,
  messages: readonly Uint8Array[],
  { on, after, apart }: { readonly on: When["on"]; readonly after: number; readonly apart: number },
): (When & { readonly does: Send })[] {
  if (framing === "joined") {
    const does = send(framing, ...messages);
    return [{ on, after: after + apart * (messages.length - 1), does }];
  }
  return messages.map((message, index) => ({
    on,
    after: after + apart * index,
    does: send(framing, message),
  }));
}

const OK: ServerDeed = { kind: "status", name: "OK" };
const HEAD: ServerDeed = { kind: "headers" };
const SCANS = [scan(7, "Ulm"), scan(8, "Augsburg"), scan(9, "Munich")];

const onlyRequest = (framing: Framing): ClientAct => ({
  on: "call",
  after: STEP,
  does: { ...send(framing, request), halfClose: true },
});
/** Head, one message and status, once the client has half-closed. */
const onlyResponse = (framing: Framing, message: Uint8Array): readonly ServerAct[] => [
  { on: "half-close", after: STEP, does: HEAD },
  { on: "half-close", after: 2 * STEP, does: send(framing, message) },
  { on: "half-close", after: 3 * STEP, does: OK },
];

const SCRIPTS: Readonly<Record<Kind, (framing: Framing) => Script>> = {
  unary: (framing) => ({
    client: [onlyRequest(framing)],
    server: onlyResponse(framing, parcel),
  }),
  server: (framing) => ({
    client: [onlyRequest(framing)],
    server: [
      { on: "half-close", after: STEP, does: HEAD },
      ...sendInTurn(framing, SCANS, { on: "half-close", after: 2 * STEP, apart: 2 * STEP }),
      { on: "half-close", after: 7 * STEP, does: OK },
    ],
  }),
  client: (framing) => ({
    client: [
      ...sendInTurn(framing, SCANS, { on: "call", after: STEP, apart: 2 * STEP }),
      // That the last scan was the last one is known only when no other comes.
      { on: "call", after: 7 * STEP, does: { kind: "half-close" } },
    ],
    server: onlyResponse(framing, writeUploadSummary(SCANS.length)),
  }),
  bidi: (framing) => ({
    client: [
      { on: "call", after: STEP, does: send(framing, scan(7, "Ulm")) },
      { on: 1, after: STEP, does: send(framing, scan(8, "Augsburg")) },
      { on: 1, after: 3 * STEP, does: { kind: "half-close" } },
    ],
    server: [
      { on: "call", after: STEP / 2, does: HEAD },
      { on: 1, after: STEP, does: send(framing, writeInstruction(1, "Go on to Augsburg")) },
      // The client has half-closed by then; the server's side is still open.
      ...sendInTurn(
        framing,
        [writeInstruction(2, "Go on to Munich"), writeInstruction(3, "The depot closes at six")],
        { on: 2, after: 3 * STEP, apart: STEP },
      ),
      { on: "half-close", after: 4 * STEP, does: OK },
    ],
  }),
};

const TITLES: Readonly<Record<Kind, string>> = {
  unary: "a unary call",
  server: "the server streams",
  client: "the client streams",
  bidi: "both ends stream",
};

/** The plan of a setup. */
export function planOf({ after, framing, kind, limit }: Setup): CallPlan {
  const { client, server } = SCRIPTS[kind](framing);
  const method = PARCEL_METHODS[kind];
  return {
    title: `${method.name}, ${TITLES[kind]}`,
    method,
    delay: LATENCY,
    client:
      limit === "cancel" ? [...client, { on: "call", after, does: { kind: "cancel" } }] : client,
    server,
    timeoutMs: limit === "deadline" ? after : undefined,
  };
}
