// Three requests of one client and two guesses of another, sent by a gateway over one connection. RFC 7541 §7.1.1.
import {
  describeFieldBlock,
  entrySize,
  FRAME_TYPES,
  readFrame,
  type HpackField,
} from "#protocols/http2/index.ts";
import { createHttp2Dissector, type DissectHttp2 } from "#scenarios/http2-dissect.ts";
import { createHttp2Wire, type Http2Wire, type Tamper } from "#scenarios/http2-wire.ts";
import type { Trace } from "#trace/index.ts";
import type { Setup } from "./setup.ts";

export const SECRET = "x-pin";

/** One field as it went out. */
export interface Line {
  /** "Indexed field", "Literal never indexed": the form's name. */
  readonly form: string;
  readonly text: string;
  readonly bytes: Uint8Array;
}

/** One of the five requests. */
export interface Request {
  readonly title: string;
  /** False for the guesses. */
  readonly own: boolean;
  /** The field block, without the frame's header. */
  readonly block: Uint8Array;
  readonly lines: readonly Line[];
  /** The table behind it, newest first; the first `added` entries are new. */
  readonly table: readonly HpackField[];
  readonly added: number;
  /** Entries that left while it was encoded. */
  readonly evicted: readonly HpackField[];
}

/** What came of a run. */
export interface Seen {
  readonly trace: Trace;
  readonly requests: readonly Request[];
}

/** The PIN with its last two digits in each other's place: as long in Huffman code. */
export const nearly = (pin: number): number =>
  Math.floor(pin / 100) * 100 + (pin % 10) * 10 + (Math.floor(pin / 10) % 10);

/** Octets that the entries of a table count together (RFC 7541 §4.1). */
export const sizeOf = (table: readonly HpackField[]): number =>
  table.reduce((sum, field) => sum + entrySize(field), 0);

/** A cookie that with its name and 32 octets more leaves 158 of the table's 4,096 octets. */
const COOKIE = `map=${"0123456789abcdef".repeat(244).slice(0, 3896)}`;

/** A request's fields; the gateway adds the large cookie to all of them where it crowds the table. */
export const fieldsOf = (path: string, pin: number, crowded = false): readonly HpackField[] => [
  [":method", "GET"],
  [":scheme", "https"],
  [":authority", "parcels.example"],
  [":path", path],
  ["user-agent", "on-the-wire/1"],
  ...(crowded ? [["cookie", COOKIE] as const] : []),
  [SECRET, String(pin)],
];

const askedFor = (
  pin: number,
): readonly (readonly [title: string, path: string, pin: number])[] => [
  ["GET /", "/", pin],
  ["The same again", "/", pin],
  ["GET /parcels/42", "/parcels/42", pin],
  [`Guess ${nearly(pin)}`, "/", nearly(pin)],
  [`Guess ${pin}`, "/", pin],
];

/** When the first request leaves, and how much later each next one, in milliseconds. */
const FIRST = 100;
const APART = 40;

function converse(
  { secret, huffman, table, pin }: Setup,
  tamper?: Tamper,
): ReturnType<Http2Wire["run"]> & { readonly tables: readonly (readonly HpackField[])[] } {
  const wire = createHttp2Wire(
    {
      title: "Five requests of two clients over a gateway’s connection",
      names: { client: "Gateway", server: "Origin server" },
      delay: 10,
      client: {
        settings: { enablePush: false },
        hpack: {
          huffman: huffman ? "shorter" : false,
          index: (name) => (name === SECRET ? secret : "index"),
        },
      },
      server: { settings: { headerTableSize: table === "none" ? 0 : 4096 } },
      tamper,
    },
    {
      told(end, event) {
        if (end === "server" && event.kind === "headers") {
          wire.headers("server", event.streamId, [[":status", "204"]], { endStream: true });
        }
      },
    },
  );
  const tables: (readonly HpackField[])[] = [];
  askedFor(pin).forEach(([, path, guess], index) => {
    wire.at(FIRST + APART * index, () => {
      wire.headers("client", 2 * index + 1, fieldsOf(path, guess, table === "crowded"), {
        endStream: true,
      });
      tables.push(wire.ends.client.inspect().encoderTable);
    });
  });
  return { ...wire.run(), tables };
}

/** Runs the five requests with real HPACK. */
export function sendAll(setup: Setup): Seen {
  const { trace, tables } = converse(setup);
  const blocks = trace.events.flatMap((event) => {
    if (event.kind !== "message" || event.from !== "client") return [];
    const step = event.format === "http2-frame" ? readFrame(event.bytes) : null;
    return step?.kind === "done" && step.value.type === FRAME_TYPES.HEADERS
      ? [step.value.fragment]
      : [];
  });
  const requests = askedFor(setup.pin).map(([title], index): Request => {
    const block = blocks[index] ?? new Uint8Array();
    const before = tables[index - 1] ?? [];
    const table = tables[index] ?? [];
    const step = describeFieldBlock(block, 0, { table: before });
    const children = step.kind === "done" ? (step.value.children ?? []) : [];
    const lines = children.map(({ name, text, at, length }): Line => {
      return { form: name, text, bytes: block.subarray(at, at + length) };
    });
    const adding = lines.filter(({ form }) => form === "Literal with incremental indexing").length;
    const evicted = Math.max(0, before.length + adding - table.length);
    return {
      title,
      own: index < 3,
      block,
      lines,
      table,
      added: Math.min(adding, table.length),
      evicted: before.slice(Math.max(0, before.length - evicted)),
    };
  });
  return { trace, requests };
}

/** Reads the run's messages, and edited ones as the receiver takes them. */
export const dissectorOf = (setup: Setup, trace: Trace): DissectHttp2 =>
  createHttp2Dissector(trace, (tamper) => converse(setup, tamper).reaction);

/** Octets of the three own requests' field blocks together. */
export const costOf = ({ requests }: Seen): number =>
  requests.filter(({ own }) => own).reduce((sum, { block }) => sum + block.length, 0);

/** The secret field as it went out in each guess, the wrong one first. */
export const guessesOf = ({ requests }: Seen): readonly Line[] =>
  requests.filter(({ own }) => !own).flatMap(({ lines }) => lines.slice(-1));

/** Whether lengths tell the right guess: its field shrank to a number, a wrong one never does. */
export const tells = (seen: Seen): boolean => guessesOf(seen).at(-1)?.form === "Indexed field";
