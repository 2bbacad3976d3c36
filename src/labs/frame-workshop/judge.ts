// What is asked about the next frame, and why it has this type, stream and flags. RFC 9113 §4.1, §5.1.1, §6.
import type { Answers, Finding, Question } from "#kit/lab.ts";
import { FLAGS, FRAME_TYPES, frameTypeName, type Frame } from "#protocols/http2/index.ts";
import type { Trace } from "#trace/index.ts";
import type { Setup } from "./setup.ts";
import { FRAMES, TRACE, type Told } from "./story.ts";

const option = (value: string, text = value): { value: string; text: string } => ({ value, text });

const TYPES = ["DATA", "HEADERS", "RST_STREAM", "SETTINGS", "PING", "GOAWAY", "WINDOW_UPDATE"];
const STREAMS = [0, 1, 3, 5, 7];

/** Flags of the visit's frames; ACK and END_STREAM share a bit and never a type. */
const MARKS = ["END_STREAM", "END_HEADERS", "ACK"];

/** What must be predicted. */
export const QUESTIONS: readonly Question[] = [
  {
    kind: "choice",
    id: "type",
    ask: "What type is the next frame?",
    options: TYPES.map((type) => option(type)),
  },
  {
    kind: "choice",
    id: "stream",
    ask: "On which stream does it travel?",
    options: STREAMS.map((id) => option(String(id))),
  },
  {
    kind: "several",
    id: "flags",
    ask: "Which flags are set?",
    options: MARKS.map((flag) => option(flag)),
  },
];

/** Names of the flags that are set, in the order in which they are asked for. */
export function flagsOf({ flags, type }: Frame): readonly string[] {
  const message = type === FRAME_TYPES.DATA || type === FRAME_TYPES.HEADERS;
  const set = [
    message && (flags & FLAGS.END_STREAM) !== 0,
    type === FRAME_TYPES.HEADERS && (flags & FLAGS.END_HEADERS) !== 0,
    (type === FRAME_TYPES.SETTINGS || type === FRAME_TYPES.PING) && (flags & FLAGS.ACK) !== 0,
  ];
  return MARKS.filter((_, index) => set[index] === true);
}

interface Reason {
  readonly why: string;
  readonly source: string;
}

function whyType({ event, frame }: Told): Reason {
  switch (frame.type) {
    case FRAME_TYPES.HEADERS: {
      if (event.head === undefined) {
        const why = "Trailer fields travel as fields do: in a HEADERS frame, here the last one.";
        return { why, source: "rfc9113#8.1" };
      }
      const what = event.head.kind === "request" ? "A request" : "A response";
      const why = `${what} begins with its fields, and fields travel in HEADERS.`;
      return { why, source: "rfc9113#8.1" };
    }
    case FRAME_TYPES.DATA:
      return { why: "Content travels in DATA frames.", source: "rfc9113#6.1" };
    case FRAME_TYPES.SETTINGS:
      return event.bytes.length === 9
        ? {
            why: "Settings are acknowledged by an empty SETTINGS frame, once they hold.",
            source: "rfc9113#6.5.3",
          }
        : { why: "SETTINGS is the first frame that each side sends.", source: "rfc9113#3.4" };
    case FRAME_TYPES.PING:
      return {
        why: "PING asks for a sign of life; the answer is a PING with the same eight bytes.",
        source: "rfc9113#6.7",
      };
    case FRAME_TYPES.RST_STREAM:
      return {
        why: "RST_STREAM ends one stream at once; the others and the connection go on.",
        source: "rfc9113#6.4",
      };
    default:
      return {
        why: "GOAWAY says which streams are still taken care of; no new ones are.",
        source: "rfc9113#6.8",
      };
  }
}

function whyStream({ event, frame }: Told): Reason {
  const { streamId, type } = frame;
  if (streamId === 0) {
    return {
      why: "It concerns the connection as a whole, and that is stream 0.",
      source: "rfc9113#4.1",
    };
  }
  if (event.head?.kind === "request") {
    return {
      why: "A client’s streams have odd numbers, each higher than all before it.",
      source: "rfc9113#5.1.1",
    };
  }
  return event.from === "server" || type === FRAME_TYPES.RST_STREAM
    ? { why: "Everything about an exchange travels on its stream.", source: "rfc9113#8.1" }
    : { why: "Content travels on the stream of its fields.", source: "rfc9113#8.1" };
}

function whyFlags({ frame }: Told): Reason {
  const set = flagsOf(frame);
  if (set.includes("ACK")) {
    const source = frame.type === FRAME_TYPES.PING ? "rfc9113#6.7" : "rfc9113#6.5";
    return { why: "ACK makes an answer of it. Without the flag it would ask.", source };
  }
  const ends = set.includes("END_STREAM");
  const end = ends
    ? "END_STREAM: this side sends nothing more on the stream."
    : "No END_STREAM: more follows on the stream from this side.";
  if (frame.type === FRAME_TYPES.HEADERS) {
    return { why: `END_HEADERS: all fields fit into this frame. ${end}`, source: "rfc9113#6.2" };
  }
  if (frame.type === FRAME_TYPES.DATA) return { why: end, source: "rfc9113#6.1" };
  const name = frameTypeName(frame.type);
  return frame.type === FRAME_TYPES.SETTINGS || frame.type === FRAME_TYPES.PING
    ? { why: `This ${name} asks; only its answer carries ACK.`, source: "rfc9113#4.1" }
    : { why: `${name} defines no flags.`, source: "rfc9113#4.1" };
}

/** The frame at a place that the setup names. */
export const frameAt = ({ place }: Setup): Told => FRAMES[place - 1] as Told;

/** The visit up to the predicted frame, which is its last event. */
export const upTo = (setup: Setup): Trace => ({
  ...TRACE,
  events: TRACE.events.slice(0, frameAt(setup).event.id + 1),
});

/** Lays the frame beside what was predicted. */
export function judge(setup: Setup, answers: Answers): readonly Finding[] {
  const told = frameAt(setup);
  const type = frameTypeName(told.frame.type);
  const stream = String(told.frame.streamId);
  const flags = flagsOf(told.frame);
  return [
    { question: "type", right: answers["type"] === type, observed: type, ...whyType(told) },
    {
      question: "stream",
      right: answers["stream"] === stream,
      observed: stream === "0" ? "0, the connection" : stream,
      ...whyStream(told),
    },
    {
      question: "flags",
      right: (answers["flags"] ?? "") === flags.join(" "),
      observed: flags.join(", ") || "none",
      ...whyFlags(told),
    },
  ];
}
