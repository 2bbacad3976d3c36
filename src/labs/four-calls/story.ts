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
/** Milliseconds that an answer takes to work out. */
const WORK = 30;
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
  return { kind: "send", messages, ...(framing === "cut" ? { cuts: [CUT] } : {}) };
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
const only = (framing: Framing): ClientAct => ({
  on: "call",
  does: { ...send(framing, request), halfClose: true },
});

const SCRIPTS: Readonly<Record<Kind, (framing: Framing) => Script>> = {
  unary: (framing) => ({
    client: [only(framing)],
    server: [
      { on: "half-close", after: WORK, does: send(framing, parcel) },
      { on: "half-close", after: WORK, does: OK },
    ],
  }),
  server: (framing) => ({
    client: [only(framing)],
    server: [
      { on: "half-close", does: { kind: "headers" } },
      ...sendInTurn(framing, [scan(7, "Ulm"), scan(8, "Augsburg"), scan(9, "Munich")], {
        on: "half-close",
        after: WORK,
        apart: 30,
      }),
      { on: "half-close", after: WORK + 60, does: OK },
    ],
  }),
  client: (framing) => ({
    client: [
      ...sendInTurn(framing, [scan(7, "Ulm"), scan(8, "Augsburg"), scan(9, "Munich")], {
        on: "call",
        after: 0,
        apart: 40,
      }),
      // That the last scan was the last one is known only when no other comes.
      { on: "call", after: 120, does: { kind: "half-close" } },
    ],
    server: [
      { on: "half-close", after: WORK, does: send(framing, writeUploadSummary(3)) },
      { on: "half-close", after: WORK, does: OK },
    ],
  }),
  bidi: (framing) => ({
    client: [
      { on: "call", does: send(framing, scan(7, "Ulm")) },
      { on: 1, after: 20, does: send(framing, scan(8, "Augsburg")) },
      { on: 1, after: 40, does: { kind: "half-close" } },
    ],
    server: [
      { on: 1, after: 20, does: send(framing, writeInstruction(1, "Go on to Augsburg")) },
      // The client has half-closed by then; the server's side is still open.
      ...sendInTurn(
        framing,
        [writeInstruction(2, "Go on to Munich"), writeInstruction(3, "The depot closes at six")],
        { on: 2, after: 50, apart: 20 },
      ),
      { on: "half-close", after: 70, does: OK },
    ],
  }),
};

/** The plan of a setup. */
export function planOf({ after, framing, kind, limit }: Setup): CallPlan {
  const { client, server } = SCRIPTS[kind](framing);
  const method = PARCEL_METHODS[kind];
  return {
    title: `${method.name}, ${kind === "unary" ? kind : `${kind} streaming`}`,
    method,
    delay: LATENCY,
    client:
      limit === "cancel" ? [...client, { on: "call", after, does: { kind: "cancel" } }] : client,
    server,
    timeoutMs: limit === "deadline" ? after : undefined,
  };
}
