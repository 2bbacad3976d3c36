// What one run of the framer shows: the frames, both readers, every cut, the server's answer. PROTOCOL-HTTP2.md.
import { messagesOf, payloadsOf } from "./call.ts";
import { makeCall, type Exchange } from "./exchange.ts";
import {
  fateOf,
  readAsSpecified,
  readNaively,
  tryEveryCut,
  type Fate,
  type ReadFrame,
  type TriedCut,
} from "./parsers.ts";
import { timeoutOf, type Setup } from "./setup.ts";

/** How a call can end for the client. */
export type Answer = "served" | "415" | "UNIMPLEMENTED" | "INTERNAL" | "deadline" | "waits";

/** What came of a run. */
export interface Seen extends Exchange {
  readonly payloads: readonly Uint8Array[];
  readonly naive: readonly ReadFrame[];
  readonly engine: readonly ReadFrame[];
  readonly fate: Fate;
  readonly tried: readonly TriedCut[];
  readonly answer: Answer;
  /** What the specification asks for and this server lets pass. */
  readonly notes: readonly Note[];
}

/** A rule that the request breaks without being punished for it here. */
export interface Note {
  readonly text: string;
  readonly source: string;
}

function answerOf({ judged, outcome }: Exchange): Answer {
  if (outcome === null) return "waits";
  if (outcome.name === "DEADLINE_EXCEEDED") return "deadline";
  if (judged?.kind === "http") return "415";
  if (outcome.name === "OK") return "served";
  return outcome.name === "UNIMPLEMENTED" ? "UNIMPLEMENTED" : "INTERNAL";
}

/** What is not as specified although no server need notice. */
export function notesOf(setup: Setup): readonly Note[] {
  const notes: Note[] = [];
  if (setup.method !== "POST") {
    const text =
      "The method is not POST. The specification knows no other, and says nothing about what a server then does.";
    notes.push({ text, source: "grpc-protocol-http2#requests" });
  }
  if (!setup.te) {
    const text =
      "te: trailers is missing. With it a client says that trailers reach it; a hop that does not pass them on would swallow the status.";
    notes.push({ text, source: "grpc-protocol-http2#requests" });
  }
  if (setup.end === "never" && timeoutOf(setup) === null) {
    const text = "No END_STREAM and no deadline: nothing will ever end this call.";
    notes.push({ text, source: "grpc-deadlines#deadlines-on-the-client" });
  }
  return notes;
}

/** Runs the call of the setup and reads its frames in every way. */
export function runCall(setup: Setup): Seen {
  const exchange = makeCall(setup);
  const payloads = payloadsOf(setup);
  const naive = readNaively(payloads);
  return {
    ...exchange,
    payloads,
    naive,
    engine: readAsSpecified(payloads),
    fate: fateOf(naive, messagesOf(setup)),
    tried: tryEveryCut(setup),
    answer: answerOf(exchange),
    notes: notesOf(setup),
  };
}
