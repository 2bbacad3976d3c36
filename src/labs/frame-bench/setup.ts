// The frame bench's controls: frames bit by bit, who sends them, and their form in a link. RFC 6455 §5.2.

/** What a frame carries, before it is masked. */
export const PAYLOAD_KINDS = ["text", "hex", "letters", "close", "deflated"] as const;
export type PayloadKind = (typeof PAYLOAD_KINDS)[number];

/** How the payload length is written; a longer form than needed breaks a rule. */
export const LENGTH_FORMS = ["shortest", "16", "64"] as const;
export type LengthForm = (typeof LENGTH_FORMS)[number];

/** One frame as the learner sets it. */
export interface FrameSpec {
  readonly fin: boolean;
  /** RSV1–RSV3 as a number 0–7, RSV1 worth 4. */
  readonly rsv: number;
  readonly opcode: number;
  readonly masked: boolean;
  readonly form: LengthForm;
  /** Up to 8 hex digits; what is missing counts as 0. */
  readonly key: string;
  readonly kind: PayloadKind;
  /** The text, the hex digits, the number of letters, "1000 reason", or the text to compress. */
  readonly payload: string;
}

/** What the learner sets. */
export interface Setup {
  readonly from: "client" | "server";
  /** Bytes that the receiver accepts as one message. */
  readonly limit: number;
  /** Whether the handshake agreed on permessage-deflate. */
  readonly deflate: boolean;
  readonly frames: readonly FrameSpec[];
}

export const MOST_FRAMES = 4;
export const LONGEST_PAYLOAD = 60;
/** Most letters of a payload that is nothing but letters. */
export const MOST_LETTERS = 70_000;
/** Limits of the receiver that can be chosen, in bytes. */
export const LIMITS = [16, 24, 32, 48, 64, 125, 1024, 65_536, 16_777_216] as const;

/** Keys that new frames get; the first is the one of RFC 6455 §5.7. */
const KEYS = ["37fa213d", "0badc0de", "8f1e22c4", "5ac3917b"] as const;

const HELLO: FrameSpec = {
  fin: true,
  rsv: 0,
  opcode: 1,
  masked: true,
  form: "shortest",
  key: KEYS[0],
  kind: "text",
  payload: "Hello",
};

const client = (...frames: readonly Partial<FrameSpec>[]): Setup => ({
  from: "client",
  limit: 16_777_216,
  deflate: false,
  frames: frames.map((frame, index) => ({ ...HELLO, key: KEYS[index] ?? KEYS[0], ...frame })),
});
const server = (...frames: readonly Partial<FrameSpec>[]): Setup => ({
  ...client(...frames.map((frame) => ({ masked: false, ...frame }))),
  from: "server",
});

/** Where a learner may begin, by name. */
export const PRESETS: Readonly<Record<string, Setup>> = {
  "Hello, from the client": client({}),
  "Hello, from the server": server({}),
  "200 letters": client({ kind: "letters", payload: "200" }),
  "65,536 letters": client({ kind: "letters", payload: "65536", opcode: 2 }),
  "Fragments with a ping between": client(
    { fin: false, payload: "Hel" },
    { opcode: 9, payload: "still there?" },
    { opcode: 0, payload: "lo" },
  ),
  "A Close": client({ opcode: 8, kind: "close", payload: "1000 done" }),
  "Compressed, twice": {
    ...server({ rsv: 4, kind: "deflated" }, { rsv: 4, kind: "deflated" }),
    deflate: true,
  },
};

export const START: Setup = PRESETS["Hello, from the client"] as Setup;

/** What the controls send. */
export type Change =
  | { readonly kind: "preset"; readonly name: string }
  | { readonly kind: "from"; readonly from: string }
  | { readonly kind: "limit"; readonly limit: number }
  | { readonly kind: "deflate"; readonly on: boolean }
  | { readonly kind: "add" }
  | { readonly kind: "remove"; readonly frame: number }
  | { readonly kind: "frame"; readonly frame: number; readonly set: Partial<FrameSpec> };

const isOneOf = <T>(values: readonly T[], value: unknown): value is T =>
  values.some((each) => each === value);

/** Hex digits of a text, at most `most` of them. */
export const hexOnly = (text: string, most: number): string =>
  text
    .toLowerCase()
    .replace(/[^0-9a-f]/g, "")
    .slice(0, most);

/** A payload as its kind allows it. */
function tidyPayload(kind: PayloadKind, payload: string): string {
  if (kind === "hex") return hexOnly(payload, LONGEST_PAYLOAD);
  if (kind === "letters") {
    const digits = payload.replace(/\D/g, "").slice(0, 5);
    return digits === "" ? "" : String(Math.min(MOST_LETTERS, Number(digits)));
  }
  return payload.slice(0, LONGEST_PAYLOAD);
}

/** The frame with everything in range; null for anything that is no frame. */
function readFrameSpec(data: unknown): FrameSpec | null {
  if (typeof data !== "object" || data === null) return null;
  const { fin, rsv, opcode, masked, form, key, kind, payload } = data as Record<string, unknown>;
  const isNumber = (value: unknown, most: number): value is number =>
    typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= most;
  if (typeof fin !== "boolean" || typeof masked !== "boolean") return null;
  if (!isNumber(rsv, 7) || !isNumber(opcode, 15) || !isOneOf(LENGTH_FORMS, form)) return null;
  if (typeof key !== "string" || !isOneOf(PAYLOAD_KINDS, kind)) return null;
  if (typeof payload !== "string") return null;
  const tidy = { key: hexOnly(key, 8), payload: tidyPayload(kind, payload) };
  return { fin, rsv, opcode, masked, form, kind, ...tidy };
}

/** Applies a change; an impossible one gives the same setup. */
export function change(setup: Setup, change: Change): Setup {
  const { frames } = setup;
  switch (change.kind) {
    case "preset":
      return Object.hasOwn(PRESETS, change.name) ? (PRESETS[change.name] as Setup) : setup;
    case "from": {
      const { from } = change;
      if (from !== "client" && from !== "server") return setup;
      return { ...setup, from };
    }
    case "limit":
      return isOneOf<number>(LIMITS, change.limit) ? { ...setup, limit: change.limit } : setup;
    case "deflate":
      return { ...setup, deflate: change.on };
    case "add": {
      if (frames.length >= MOST_FRAMES) return setup;
      const key = KEYS[frames.length] ?? KEYS[0];
      const next = { ...HELLO, key, masked: setup.from === "client", opcode: 0, payload: "!" };
      return { ...setup, frames: [...frames, next] };
    }
    case "remove":
      if (frames.length === 1 || frames[change.frame] === undefined) return setup;
      return { ...setup, frames: frames.toSpliced(change.frame, 1) };
    case "frame": {
      const before = frames[change.frame];
      const next = before && readFrameSpec({ ...before, ...change.set });
      return next ? { ...setup, frames: frames.with(change.frame, next) } : setup;
    }
  }
}

/** [from, limit, deflate, [fin, rsv, opcode, masked, form, key, kind, payload] for each frame] */
export const encode = ({ from, limit, deflate, frames }: Setup): unknown => [
  from,
  limit,
  deflate,
  frames.map(({ fin, rsv, opcode, masked, form, key, kind, payload }) => [
    fin,
    rsv,
    opcode,
    masked,
    form,
    key,
    kind,
    payload,
  ]),
];

const PARTS = ["fin", "rsv", "opcode", "masked", "form", "key", "kind", "payload"] as const;

/** The setup of a link; null for anything that the controls cannot reach. */
export function decode(data: unknown): Setup | null {
  if (!Array.isArray(data) || data.length !== 4) return null;
  const [from, limit, deflate, list] = data as readonly unknown[];
  if ((from !== "client" && from !== "server") || !isOneOf<unknown>(LIMITS, limit)) return null;
  if (typeof deflate !== "boolean" || !Array.isArray(list)) return null;
  if (list.length < 1 || list.length > MOST_FRAMES) return null;
  const frames = (list as readonly unknown[]).map((parts) =>
    Array.isArray(parts) && parts.length === PARTS.length
      ? readFrameSpec(
          Object.fromEntries(PARTS.map((part, index) => [part, parts[index] as unknown])),
        )
      : null,
  );
  if (!frames.every((frame) => frame !== null)) return null;
  return { from, limit: limit as number, deflate, frames };
}
