// The scene that is predicted: both connect, Ada speaks, and it ends for her as set up. Virtual time.
import { createSeeded } from "#kit/seeded.ts";
import { OPCODES, readCloseBody, readFrame } from "#protocols/websocket/index.ts";
import { createScheduler } from "#sim/scheduler.ts";
import type { MessageEvent, Trace } from "#trace/index.ts";
import { clockOf } from "#ws-mock/index.ts";
import { createChat, type Chat, type PaneState, type Person } from "./chat.ts";
import type { Ending, Setup } from "./setup.ts";

/** What came of a scene. */
export interface Seen {
  /** Bytes of the frame that Ada's text made on its way to the server, and from there to Ben. */
  readonly up: number;
  readonly down: number;
  /** What Ada's script was told at the end. */
  readonly code: number;
  readonly wasClean: boolean;
  /** Codes of the Close frames on Ada's connection, in order. */
  readonly travelled: readonly number[];
  readonly panes: Readonly<Record<Person, PaneState>>;
  readonly hub: readonly string[];
  readonly trace: Trace;
}

/** What happens to Ada in the end. */
const END: Readonly<Record<Ending, (chat: Chat) => void>> = {
  "ada-1000": (chat) => chat.close("ada", 1000, "see you"),
  "ada-none": (chat) => chat.close("ada"),
  "hub-1001": (chat) => chat.hubClose("ada", 1001, "deploy"),
  drop: (chat) => chat.drop("ada"),
  broken: (chat) => chat.breakRule("ada"),
};

/** The frames of a trace that pass, with the opcode asked for. */
function framesOf(
  trace: Trace,
  passes: (event: MessageEvent) => boolean,
  opcode: number,
): readonly { readonly size: number; readonly payload: Uint8Array }[] {
  return trace.events.flatMap((event) => {
    if (event.kind !== "message" || event.format !== "websocket-frame" || !passes(event)) return [];
    const step = readFrame(event.bytes);
    return step.kind === "done" && step.value.opcode === opcode
      ? [{ size: event.bytes.length, payload: step.value.payload }]
      : [];
  });
}

/** Plays the scene; a few milliseconds of computing. */
export function playScene({ text, delay, ending }: Setup): Seen {
  const scheduler = createScheduler();
  const chance = createSeeded(11);
  const chat = createChat({
    clock: clockOf(scheduler),
    delay,
    pingEvery: 0,
    random: (length) => Uint8Array.from({ length }, () => chance.between(0, 255)),
    onChange: () => undefined,
  });
  const speaks = 6 * delay + 10;
  scheduler.schedule(0, () => {
    chat.connect("ada");
    chat.connect("ben");
  });
  scheduler.schedule(speaks, () => chat.say("ada", text));
  scheduler.schedule(speaks + 6 * delay, () => END[ending](chat));
  scheduler.run();
  const trace = chat.trace();
  const { ada, ben } = chat.panes;
  const [up] = framesOf(trace, ({ from }) => from === "ada", OPCODES.text);
  const [down] = framesOf(trace, ({ to }) => to === "ben", OPCODES.text);
  const closes = framesOf(trace, ({ from, to }) => from === "ada" || to === "ada", OPCODES.close);
  return {
    up: up?.size ?? 0,
    down: down?.size ?? 0,
    code: ada.ended?.code ?? 0,
    wasClean: ada.ended?.wasClean ?? false,
    travelled: closes.map(({ payload }) => {
      const body = readCloseBody(payload);
      return "reason" in body ? body.code : 0;
    }),
    panes: { ada, ben },
    hub: [...chat.hub],
    trace,
  };
}
