// Three requests of one client and two guesses of another, sent by a gateway over one connection. RFC 7541 §7.1.1.
import { entrySize, FRAME_TYPES, readFrame, type HpackField } from "#protocols/http2/index.ts";
import {
  createHttp2Wire,
  type Http2Wire,
  type Replay,
  type Tamper,
} from "#scenarios/http2-wire.ts";
import type { Trace } from "#trace/index.ts";
import type { Setup } from "./setup.ts";

export const SECRET = "x-pin";

/** One of the five requests. */
export interface Request {
  readonly title: string;
  /** False for the guesses. */
  readonly own: boolean;
  /** The field block, without the frame's header. */
  readonly block: Uint8Array;
  /** The table before it, newest first. */
  readonly before: readonly HpackField[];
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
    // Entries are the very fields that were sent, so sameness of objects tells new ones from old.
    return {
      title,
      own: index < 3,
      block,
      before,
      table,
      added: table.filter((field) => !before.includes(field)).length,
      evicted: before.filter((field) => !table.includes(field)),
    };
  });
  return { trace, requests };
}

/** The same five requests with other bytes in a message's place. */
export const replayOf =
  (setup: Setup): Replay =>
  (tamper) =>
    converse(setup, tamper).reaction;

/** Octets of the three own requests' field blocks together. */
export const costOf = ({ requests }: Seen): number =>
  requests.filter(({ own }) => own).reduce((sum, { block }) => sum + block.length, 0);

/** Octets of the guesses' field blocks, the wrong one first. */
export const guessLengths = ({ requests }: Seen): readonly number[] =>
  requests.filter(({ own }) => !own).map(({ block }) => block.length);

/** Whether lengths tell the right guess: it is an entry by then and shrinks to its number. */
export const tells = ({ requests }: Seen, { pin }: Setup): boolean =>
  requests[3]?.table.some(([name, value]) => name === SECRET && value === String(pin)) ?? false;
