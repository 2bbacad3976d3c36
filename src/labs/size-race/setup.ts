// What the size race measures: one of the prepared payloads or the reader's own JSON, and by which schema.
import { utf8 } from "#wire/index.ts";
import { makePayloads, PAYLOAD_IDS, SEED, type Payload, type PayloadId } from "./payloads.ts";

/** How many records of a payload take part. */
export const SHARES = ["all", "100", "10", "1"] as const;
export type Share = (typeof SHARES)[number];

/** Where the data come from. */
const SOURCES = [...PAYLOAD_IDS, "own"] as const;
export type Source = (typeof SOURCES)[number];

/** Challenges that are worked on in the lab's own controls. */
export const AIMS = ["", "gzip-wins", "ten-times"] as const;
export type Aim = (typeof AIMS)[number];

/** What the learner decides. */
export interface Setup {
  readonly source: Source;
  /** Of a payload; own data always take part whole. */
  readonly share: Share;
  /** Own JSON as written. */
  readonly text: string;
  /** The schema as edited; null for the one that comes with the data. */
  readonly schema: string | null;
  /** The challenge that the next runs are attempts at. */
  readonly aim: Aim;
}

/** Characters of JSON that are taken; the page would hold more, a person would not wait. */
export const LONGEST_TEXT = 1_000_000;
/** Characters of a schema. */
export const LONGEST_SCHEMA = 65_536;
/** Bytes of data and schema that a link carries. */
const LONGEST_LINKED = 2_600;

/** Own data to begin with. */
export const EXAMPLE = JSON.stringify(
  [
    { parcel: 42, to: "Ada", fragile: false, weight: 1.25 },
    { parcel: 43, to: "Björn", fragile: true, weight: 0.5 },
    { parcel: 44, to: "Chidi", fragile: false, weight: 12 },
  ],
  null,
  1,
);

export const START: Setup = {
  source: "customers",
  share: "all",
  text: EXAMPLE,
  schema: null,
  aim: "",
};

/** What the controls send. */
export type Change =
  | { readonly kind: "source"; readonly source: string }
  | { readonly kind: "share"; readonly share: string }
  /** Own JSON; a text that is too long changes nothing. */
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "schema"; readonly schema: string | null }
  /** Makes the first records of the payload the reader's own, to be changed. */
  | { readonly kind: "adopt" }
  | { readonly kind: "leave" };

const isOneOf = <T>(values: readonly T[], value: unknown): value is T =>
  values.some((each) => each === value);

let made: readonly Payload[] | null = null;

/** A payload, or its first records. The values are the same every time. */
export function payloadOf(id: PayloadId, share: Share): Payload {
  made ??= makePayloads(SEED);
  const payload = made.find((each) => each.id === id) as Payload;
  return share === "all"
    ? payload
    : { ...payload, value: { items: payload.value.items.slice(0, Number(share)) } };
}

/** The first records as own JSON, as many as a link carries. */
function adopted(id: PayloadId, share: Share): Pick<Setup, "source" | "text" | "schema"> {
  const lines: string[] = [];
  let length = 0;
  for (const item of payloadOf(id, share).value.items) {
    const line = JSON.stringify(item);
    // In a link quotes and line ends are escaped, and letters beyond ASCII take several bytes.
    length += utf8(JSON.stringify(line)).length + 2;
    if (length > LONGEST_LINKED - 50) break;
    lines.push(line);
  }
  return { source: "own", text: `[\n${lines.join(",\n")}\n]`, schema: null };
}

/** Applies a change; an impossible one gives the same setup. */
export function change(setup: Setup, change: Change): Setup {
  switch (change.kind) {
    case "source": {
      const { source } = change;
      if (!isOneOf(SOURCES, source)) return setup;
      return { ...setup, source, schema: null };
    }
    case "share":
      return isOneOf(SHARES, change.share) ? { ...setup, share: change.share } : setup;
    case "text":
      return change.text.length > LONGEST_TEXT
        ? setup
        : { ...setup, source: "own", text: change.text, schema: null };
    case "schema":
      if (change.schema !== null && change.schema.length > LONGEST_SCHEMA) return setup;
      return { ...setup, schema: change.schema };
    case "adopt":
      return setup.source === "own" ? setup : { ...setup, ...adopted(setup.source, setup.share) };
    case "leave":
      return { ...setup, aim: "" };
  }
}

/** Whether a link can carry what was written. */
export const fitsLink = ({ text, schema }: Setup): boolean =>
  text.length + (schema?.length ?? 0) <= LONGEST_LINKED &&
  utf8(JSON.stringify([text === EXAMPLE ? "" : text, schema])).length <= LONGEST_LINKED;

/** [source, share, text, schema, aim]; null for the example, and for what is too long for a link. */
export const encode = (setup: Setup): unknown => {
  const { source, share, text, schema, aim } = setup;
  const fits = fitsLink(setup);
  return [source, share, fits && text !== EXAMPLE ? text : null, fits ? schema : null, aim];
};

/** The setup of a link; null for anything that cannot be set here. */
export function decode(data: unknown): Setup | null {
  if (!Array.isArray(data) || data.length !== 5) return null;
  const [source, share, text, schema, aim] = data as readonly unknown[];
  if (!isOneOf(SOURCES, source)) return null;
  if (!isOneOf(SHARES, share) || !isOneOf(AIMS, aim)) return null;
  if (text !== null && typeof text !== "string") return null;
  if (schema !== null && typeof schema !== "string") return null;
  const setup = { source, share, text: text ?? EXAMPLE, schema, aim };
  return fitsLink(setup) ? setup : null;
}

/** Records in words: "1,000 customers: …" as measured, "the first 10 of 1,000 customers: …". */
export const shareText = (id: PayloadId, share: Share): string => {
  const { name } = payloadOf(id, "all");
  return share === "all" ? name : `the first ${share} of ${name}`;
};
