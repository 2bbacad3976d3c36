// What a journey showed: the bytes on each hop, what became of every field, and what changed in the schema.
import type { Safety, SchemaChange } from "./compare-types.ts";

/** One record of a message on the wire. */
export interface WireRecord {
  readonly number: number;
  /** The field's name at its receiver, or at its writer where the receiver has none. */
  readonly name: string;
  readonly at: number;
  readonly length: number;
  /** Whether the receiver's schema has this number with this wire type. */
  readonly known: boolean;
}

/** What goes from one program to the next. */
export interface Hop {
  readonly from: string;
  readonly to: string;
  readonly format: "binary" | "JSON";
  readonly bytes: Uint8Array;
  /** Records in binary; empty for JSON. */
  readonly records: readonly WireRecord[];
  /** What the receiver made of it as ProtoJSON; null where it refused. */
  readonly read: string | null;
  /** Why the receiver refused. */
  readonly refused: string | null;
}

/** What became of a field that was written. */
export type Fate =
  /** The reader has it, and its value. */
  | "same"
  /** The reader reads something else under its number. */
  | "other"
  /** The reader has no such field, and keeps its bytes. */
  | "hidden"
  | "lost"
  /** Somebody refused the whole message. */
  | "refused";

/** A field that was written, and what became of it. */
export interface Journey {
  readonly name: string;
  /** Its key in ProtoJSON. */
  readonly jsonName: string;
  readonly number: number;
  readonly fate: Fate;
  readonly wrote: string;
  /** What the reader has under its number; null for nothing. */
  readonly read: string | null;
  /** Who lost or refused it: "the proxy", "the reader". */
  readonly by: string | null;
}

/** What the compiler says to a colleague who takes a removed field's number or name again. */
export interface Colleague {
  readonly field: string;
  readonly number: number;
  /** The lines that were tried. */
  readonly numberLine: string;
  readonly nameLine: string;
  /** The compiler's refusal, or null: it took the line. */
  readonly numberRefused: string | null;
  readonly nameRefused: string | null;
}

/** What a run brought. */
export type Seen =
  | {
      readonly kind: "arrived";
      readonly hops: readonly Hop[];
      readonly journeys: readonly Journey[];
      /** Nothing wrong, something wrong that nobody says, or an error. */
      readonly outcome: "fine" | "silent" | "error";
      readonly changes: readonly SchemaChange[];
      readonly worst: Safety;
      readonly colleagues: readonly Colleague[];
      /** Fields of the message in v2, "number name". */
      readonly left: readonly string[];
    }
  | {
      readonly kind: "refused";
      /** The text that stands in the way. */
      readonly at: "v1" | "v2" | "message";
      readonly line?: number;
      readonly column?: number;
      readonly why: string;
    };

export type Arrived = Extract<Seen, { readonly kind: "arrived" }>;
