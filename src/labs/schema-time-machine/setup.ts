// The time machine's setup: two schemas, who writes, who passes on, who reads, and what is sent.
import { utf8 } from "#wire/index.ts";
import {
  BEFORE_DELETING,
  PRESETS,
  presetOf,
  PROXIES,
  SENT_BEFORE,
  type Preset,
  type Proxy,
  type Version,
} from "./presets.ts";

/** What the learner decides. */
export interface Setup {
  /** The prepared change that the texts began as. */
  readonly preset: string;
  readonly v1: string;
  readonly v2: string;
  /** ProtoJSON of what a writer with v1 sends, and of what one with v2 sends. */
  readonly sent1: string;
  readonly sent2: string;
  readonly writer: Version;
  readonly proxy: Proxy;
  readonly reader: Version;
  /** Whether runs are attempts at deleting a field. */
  readonly deleting: boolean;
}

/** What the controls send. */
export type Change =
  | { readonly kind: "preset"; readonly id: string }
  | { readonly kind: "writer" | "reader"; readonly version: string }
  | { readonly kind: "proxy"; readonly proxy: string }
  | { readonly kind: "text"; readonly which: string; readonly text: string }
  | { readonly kind: "leave" };

/** Texts that are written by hand. */
export const TEXTS = ["v1", "v2", "sent1", "sent2"] as const;
export type TextName = (typeof TEXTS)[number];

/** Bytes that a link carries; what does not fit is not taken. */
const LONGEST_LINKED = 2_800;

const VERSIONS = ["v1", "v2"] as const;
const isOneOf = <T>(values: readonly T[], value: unknown): value is T =>
  values.some((each) => each === value);

const setUp = ({ id, v1, v2, sent1, sent2, writer, proxy, reader }: Preset): Setup => ({
  preset: id,
  v1,
  v2,
  sent1,
  sent2,
  writer,
  proxy,
  reader,
  deleting: false,
});

export const START: Setup = setUp(presetOf("added"));

/** Where deleting a field begins. */
export const DELETING: Setup = {
  ...setUp(presetOf("removed")),
  v1: BEFORE_DELETING,
  v2: BEFORE_DELETING,
  sent1: SENT_BEFORE,
  sent2: SENT_BEFORE,
  deleting: true,
};

/** Applies a change; an impossible one, or a text that no link could carry, gives the same setup. */
export function change(setup: Setup, change: Change): Setup {
  switch (change.kind) {
    case "preset": {
      const found = PRESETS.find(({ id }) => id === change.id);
      return found === undefined ? setup : setUp(found);
    }
    case "writer":
    case "reader":
      return isOneOf(VERSIONS, change.version)
        ? { ...setup, [change.kind]: change.version }
        : setup;
    case "proxy":
      return isOneOf(PROXIES, change.proxy) ? { ...setup, proxy: change.proxy } : setup;
    case "text": {
      const { which, text } = change;
      if (!isOneOf(TEXTS, which)) return setup;
      const next = { ...setup, [which]: text };
      return utf8(JSON.stringify(encode(next))).length <= LONGEST_LINKED ? next : setup;
    }
    case "leave":
      return { ...setup, deleting: false };
  }
}

/** [preset, writer, proxy, reader, deleting, v1, v2, sent1, sent2]; a text as prepared is null. */
export function encode(setup: Setup): unknown {
  const { preset, writer, proxy, reader, deleting } = setup;
  const origin = originOf(preset, deleting);
  const texts = TEXTS.map((name) => (setup[name] === origin[name] ? null : setup[name]));
  return [preset, writer, proxy, reader, deleting, ...texts];
}

/** What the texts began as. */
export const originOf = (preset: string, deleting: boolean): Setup =>
  deleting ? DELETING : setUp(presetOf(preset));

/** The setup of a link; null for anything that cannot be set here. */
export function decode(data: unknown): Setup | null {
  if (!Array.isArray(data) || data.length !== 9) return null;
  const [preset, writer, proxy, reader, deleting, ...texts] = data as readonly unknown[];
  if (!PRESETS.some(({ id }) => id === preset) || typeof deleting !== "boolean") return null;
  if (!isOneOf(VERSIONS, writer) || !isOneOf(VERSIONS, reader)) return null;
  if (!isOneOf(PROXIES, proxy)) return null;
  if (!texts.every((text) => text === null || typeof text === "string")) return null;
  const origin = originOf(preset as string, deleting);
  const written = Object.fromEntries(
    TEXTS.map((name, index) => [name, texts[index] ?? origin[name]]),
  ) as Pick<Setup, TextName>;
  const setup = { preset: preset as string, writer, proxy, reader, deleting, ...written };
  return utf8(JSON.stringify(encode(setup))).length <= LONGEST_LINKED ? setup : null;
}

/** What this setup's writer sends, as it was written. */
export const sentBy = ({ writer, sent1, sent2 }: Setup): string =>
  writer === "v1" ? sent1 : sent2;

/** Names at the top of what is sent; none when it is no JSON object. They are asked about. */
export function namesSent(setup: Setup): readonly string[] {
  try {
    const value: unknown = JSON.parse(sentBy(setup));
    if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
    return Object.keys(value)
      .filter((name) => /^\w{1,40}$/.test(name))
      .slice(0, 20);
  } catch {
    return [];
  }
}
