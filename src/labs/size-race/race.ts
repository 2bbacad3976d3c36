// One race: JSON and protobuf of the same value, as they are and compressed. protobuf.dev Encoding, ProtoJSON.
import { compileSchema } from "#proto/compile.ts";
import { encodeMessage, fromProtoJson, type Schema } from "#proto/index.ts";
import { utf8 } from "#wire/index.ts";
import { compressedLength } from "./compress.ts";
import { inferSchema } from "./infer-schema.ts";
import { SCHEMA } from "./payloads.ts";
import { scanJson, type JsonParts } from "./scan-json.ts";
import { ROOT } from "./schema-writer.ts";
import type { Seen, Weighed } from "./seen.ts";
import { payloadOf, type Setup } from "./setup.ts";

type Refused = Extract<Seen, { readonly kind: "refused" }>;

/** A value ready to be written in both formats. */
interface Entrant {
  readonly kind: "ready";
  /** Compact JSON. */
  readonly json: string;
  /** The value in the form that the schema takes. */
  readonly value: unknown;
  /** The schema that comes with it. */
  readonly schema: string;
  /** The message that holds everything. */
  readonly message: string;
  readonly given: number | null;
  readonly notes: readonly string[];
}

/** Own text: read, and brought into a form that a schema can have. */
function enterOwn(text: string): Entrant | Refused {
  const scanned = scanJson(text);
  if (scanned.kind === "fault") {
    const { line, column, what } = scanned.fault;
    return { kind: "refused", at: "JSON", line, column, why: what };
  }
  const { depth, rounded } = scanned.facts;
  const parsed: unknown = JSON.parse(text);
  const inference = inferSchema(parsed, depth);
  if (inference.kind === "refused") return { ...inference, at: "JSON" };
  const { schema, value, notes } = inference.inferred;
  const cut = rounded.map(roundedNote);
  return {
    kind: "ready",
    json: JSON.stringify(parsed),
    value,
    schema,
    message: ROOT,
    given: utf8(text).length,
    notes: [...cut, ...notes],
  };
}

function roundedNote(number: string): string {
  const double = Number(number);
  const shown = shorten(number);
  return Number.isFinite(double)
    ? `${shown} is beyond what a double holds exactly: JSON.parse makes ${BigInt(double)} of it. ProtoJSON writes 64-bit integers as strings for that reason.`
    : `${shown} is beyond the largest double: JSON.parse makes ${double} of it, and JSON cannot write that.`;
}

const shorten = (text: string): string => (text.length > 30 ? `${text.slice(0, 30)}…` : text);

function enter(setup: Setup): Entrant | Refused {
  if (setup.source === "own") return enterOwn(setup.text);
  const { value, message } = payloadOf(setup.source, setup.share);
  const json = JSON.stringify(value);
  return { kind: "ready", json, value, schema: SCHEMA, message, given: null, notes: [] };
}

/** What is known of own JSON before a run: the schema that fits, or what stands in the way. */
export function preview(text: string): Refused | Pick<Entrant, "kind" | "schema" | "notes"> {
  const entrant = enterOwn(text);
  if (entrant.kind === "refused") return entrant;
  const { kind, schema, notes } = entrant;
  return { kind, schema, notes };
}

/** Both formats of one value as bytes. */
interface Written {
  readonly kind: "written";
  readonly json: Uint8Array;
  readonly protobuf: Uint8Array;
  readonly parts: JsonParts;
  readonly given: number | null;
  readonly notes: readonly string[];
}

/** The message to begin with: the one that belongs to the data, or the first of an edited schema. */
const rootOf = ({ messages }: Schema, wanted: string): string | undefined =>
  (messages.find(({ name }) => name === wanted) ?? messages[0])?.name;

/** Writes the value of a setup in both formats. */
export function write(setup: Setup): Written | Refused {
  const entrant = enter(setup);
  if (entrant.kind === "refused") return entrant;
  const step = compileSchema(setup.schema ?? entrant.schema);
  if (step.kind === "fault") {
    const { line, column, what } = step.fault;
    return { kind: "refused", at: "schema", line, column, why: what };
  }
  const root = rootOf(step.schema, entrant.message);
  if (root === undefined) {
    return { kind: "refused", at: "schema", why: "The schema has no message. Write one." };
  }
  const read = fromProtoJson(step.schema, root, JSON.stringify(entrant.value));
  if (read.kind === "fault") {
    const { path, what } = read.fault;
    const place = path === "" ? "" : `At ${path}: `;
    return { kind: "refused", at: "value", why: `${place}${what}` };
  }
  const scanned = scanJson(entrant.json);
  if (scanned.kind === "fault") throw new RangeError("what JSON.stringify wrote is no JSON");
  return {
    kind: "written",
    json: utf8(entrant.json),
    protobuf: encodeMessage(step.schema, root, read.value).bytes,
    parts: scanned.facts.parts,
    given: entrant.given,
    notes: entrant.notes,
  };
}

async function weigh(bytes: Uint8Array): Promise<Weighed> {
  const gzip = await compressedLength(bytes, "gzip");
  if (gzip === null) throw new RangeError("this browser cannot compress with gzip.");
  return { raw: bytes.length, gzip, brotli: await compressedLength(bytes, "brotli") };
}

/** Runs the race of a setup. */
export async function race(setup: Setup): Promise<Seen> {
  const written = write(setup);
  if (written.kind === "refused") return written;
  const { json, protobuf, parts, given, notes } = written;
  const weighed = await weigh(json);
  return {
    kind: "measured",
    json: weighed,
    protobuf: await weigh(protobuf),
    brotliBy: weighed.brotli === null ? "nobody" : "browser",
    given,
    parts,
    own: setup.source === "own",
    notes,
  };
}
