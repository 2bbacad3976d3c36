// Compiles the text and writes the value: what a run observes. Loaded on use, because it brings the parser.
import { compileSchema } from "#proto/compile.ts";
import {
  decodeMessage,
  encodeMessage,
  fromProtoJson,
  shortName,
  toProtoJson,
  type JsonValue,
  type Schema,
  type Span,
} from "#proto/index.ts";
import type { Setup } from "./setup.ts";

/** A mistake in one of the two texts. */
export interface Mistake {
  readonly kind: "fault";
  readonly where: "schema" | "json";
  /** Of the schema: from 1. */
  readonly line?: number;
  readonly column?: number;
  /** Of the value: the keys to it. */
  readonly path?: string;
  readonly what: string;
  /** Names of the messages, where the schema itself is in order. */
  readonly types: readonly string[];
}

/** The bytes of a message and what they mean. */
export interface Written {
  readonly kind: "done";
  readonly types: readonly string[];
  /** Short name of the message that was written. */
  readonly type: string;
  readonly bytes: Uint8Array;
  readonly spans: readonly Span[];
  /** What a reader of the bytes gets, as ProtoJSON. */
  readonly read: JsonValue;
  /** Bytes of the same value as JSON without spaces. */
  readonly jsonLength: number;
}

/** What a run shows. */
export type Seen = Written | Mistake;

/** The text compiled last: a value is edited more often than its schema. */
let last: { readonly text: string; readonly step: ReturnType<typeof compileSchema> } | null = null;

function compile(text: string): ReturnType<typeof compileSchema> {
  if (last?.text !== text) last = { text, step: compileSchema(text) };
  return last.step;
}

const typeOf = ({ messages }: Schema, name: string): string | undefined =>
  (messages.find((each) => each.name === name || shortName(each.name) === name) ?? messages[0])
    ?.name;

/** Runs the setup through compiler and codec; never throws. */
export function weigh({ schema: text, type, json }: Setup): Seen {
  const step = compile(text);
  if (step.kind === "fault") {
    const { line, column, what } = step.fault;
    return { kind: "fault", where: "schema", line, column, what, types: [] };
  }
  const { schema } = step;
  const types = schema.messages.map(({ name }) => shortName(name));
  const name = typeOf(schema, type);
  if (name === undefined) {
    const what = "The text declares no message. Write one: message Name { … }";
    return { kind: "fault", where: "schema", line: 1, column: 1, what, types };
  }
  const value = fromProtoJson(schema, name, json);
  if (value.kind === "fault") return { kind: "fault", where: "json", ...value.fault, types };
  const { bytes, spans } = encodeMessage(schema, name, value.value);
  const read = toProtoJson(schema, name, decodeMessage(schema, name, bytes).value);
  const written = JSON.stringify(toProtoJson(schema, name, value.value));
  const jsonLength = new TextEncoder().encode(written).length;
  return { kind: "done", types, type: shortName(name), bytes, spans, read, jsonLength };
}
