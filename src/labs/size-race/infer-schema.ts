// From JSON to a .proto: what each place holds over all records decides its type. protobuf.dev proto3 guide,
// "Scalar Value Types", "Maps"; ProtoJSON, "Field names as JSON keys", "Null values".

import { createWriter, TooMany } from "./schema-writer.ts";
import { lookAt, unseen } from "./sight.ts";

/** A schema made from a value, and the value in the form that fits it. */
export interface Inferred {
  /** A whole .proto text. */
  readonly schema: string;
  /** Sentences on what JSON says and protobuf cannot, or says otherwise. */
  readonly notes: readonly string[];
  /** The value by names of fields: nulls left out, what a list cannot hold wrapped in messages. */
  readonly value: unknown;
}

export type Inference =
  | { readonly kind: "done"; readonly inferred: Inferred }
  | { readonly kind: "refused"; readonly why: string };

/** Levels of nested JSON that are taken; protobuf readers give up at 100 messages. */
const DEEPEST = 90;

/** Infers a schema for any JSON value that nests no deeper than `depth`. */
export function inferSchema(value: unknown, depth: number): Inference {
  if (depth > DEEPEST) {
    return {
      kind: "refused",
      why: `This JSON nests ${depth} levels deep. Protobuf readers stop at 100 messages inside each other, and here ${DEEPEST} are the limit. Flatten it.`,
    };
  }
  const sight = unseen();
  lookAt(sight, value);
  const writer = createWriter();
  try {
    const root = writer.root(sight);
    const schema = `syntax = "proto3";\n\n${writer.messages().join("\n\n")}\n`;
    return {
      kind: "done",
      inferred: { schema, notes: writer.notes(), value: root(value) ?? {} },
    };
  } catch (error) {
    if (error instanceof TooMany) return { kind: "refused", why: error.message };
    throw error;
  }
}
