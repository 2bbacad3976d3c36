// The handshake builder's controls: every line that can be composed, its changes and its form in a link.

/** Keys to choose from: bytes 01 to 10, the same as RFC 6455 §4.1 spells them, RFC 6455 §1.3's, 12 bytes. */
export const KEYS = [
  "AQIDBAUGBwgJCgsMDQ4PEA==",
  "AQIDBAUGBwgJCgsMDQ4PEC==",
  "dGhlIHNhbXBsZSBub25jZQ==",
  "MTIgYnl0ZXMgbG9u",
] as const;

/** What stands for a line that is left out. */
export const OUT = "left out";

/** The origins that connect: the service's own page, a stranger's, a sister site, and none. */
export const OWN = "https://app.parcels.example";
export const STRANGER = "https://evil.example";
export const SISTER = "https://old.parcels.example";

/** Every choice with its options, in the order of a link. */
export const CHOICES = {
  scene: ["upgrade", "http2", "page"],
  method: ["GET", "POST"],
  version: ["HTTP/1.1", "HTTP/1.0"],
  host: ["parcels.example", OUT],
  upgrade: ["websocket", "WebSocket", "h2c", OUT],
  connection: ["Upgrade", "keep-alive, Upgrade", "keep-alive", OUT],
  key: [...KEYS, OUT],
  number: ["13", "8", "25", OUT],
  origin: [OWN, STRANGER, OUT],
  asked: [OUT, "scans.v1", "scans.v2, scans.v1"],
  offer: [OUT, "permessage-deflate"],
  status: ["101", "200", "302"],
  back: ["websocket", "h2c", OUT],
  option: ["Upgrade", "keep-alive", OUT],
  accept: ["right", "no-guid", "decoded", "echo", OUT],
  chosen: [OUT, "scans.v1", "scans.v2", "chat"],
  used: [OUT, "permessage-deflate", "x-mux"],
  setting: ["announced", "missing", "ignored"],
  extra: ["no", "yes"],
  caller: [OWN, STRANGER, SISTER, OUT],
  cookie: ["None", "Lax"],
  allowed: ["any", "listed"],
  token: ["no", "yes"],
} as const;

export type Choice = keyof typeof CHOICES;

/** What the learner sets: one option of every choice. */
export type Setup = { readonly [Name in Choice]: (typeof CHOICES)[Name][number] };

/** What the controls send: an option of a choice, or of "preset" the name of one. */
export interface Change {
  readonly what: string;
  readonly value: string;
}

const names = Object.keys(CHOICES) as readonly Choice[];
const isChoice = (name: string): name is Choice => Object.hasOwn(CHOICES, name);

/** At first every choice stands at its first option, and the request names a subprotocol. */
export const START: Setup = {
  ...(Object.fromEntries(names.map((name) => [name, CHOICES[name][0]])) as unknown as Setup),
  caller: STRANGER,
};

/** Handshakes to start from, by what is told of them: right ones and the usual mistakes. */
export const PRESETS: Readonly<Record<string, Partial<Setup>>> = {
  "all by the rules": {},
  "a subprotocol agreed": { asked: "scans.v2, scans.v1", chosen: "scans.v1" },
  "HTTP/1.0": { version: "HTTP/1.0" },
  "POST instead of GET": { method: "POST" },
  "Connection without Upgrade": { connection: "keep-alive" },
  "a key of 12 bytes": { key: "MTIgYnl0ZXMgbG9u" },
  "version 25": { number: "25" },
  "the Origin of a stranger": { origin: STRANGER },
  "no Origin": { origin: OUT },
  "a redirect": { status: "302" },
  "an answer without Connection": { option: OUT },
  "an accept value of the decoded key": { accept: "decoded" },
  "a subprotocol that nobody asked for": { asked: "scans.v1", chosen: "chat" },
  "no subprotocol chosen": { asked: "scans.v2, scans.v1" },
  "an extension that was not offered": { used: "permessage-deflate" },
};

/** The lines of both messages; the other choices belong to other scenes. */
const LINES = names.slice(names.indexOf("method"), names.indexOf("setting"));

const optionIn = (preset: string, line: Choice): string => PRESETS[preset]?.[line] ?? START[line];

/** The preset that a setup's lines are; null for lines of one's own. */
export const presetOf = (setup: Setup): string | null =>
  Object.keys(PRESETS).find((preset) =>
    LINES.every((line) => optionIn(preset, line) === setup[line]),
  ) ?? null;

/** The setup with the lines of a preset. */
const withPreset = (setup: Setup, preset: string): Setup => ({
  ...setup,
  ...Object.fromEntries(LINES.map((line) => [line, optionIn(preset, line)])),
});

/** Applies a change; an impossible one gives the same setup. */
export function change(setup: Setup, { what, value }: Change): Setup {
  if (what === "preset") {
    const isNew = Object.hasOwn(PRESETS, value) && presetOf(setup) !== value;
    return isNew ? withPreset(setup, value) : setup;
  }
  if (!isChoice(what) || setup[what] === value) return setup;
  const options: readonly string[] = CHOICES[what];
  return options.includes(value) ? { ...setup, [what]: value } : setup;
}

/** The index of each option, in the order of the choices. */
export const encode = (setup: Setup): unknown =>
  names.map((name) => (CHOICES[name] as readonly string[]).indexOf(setup[name]));

/** The setup of a link; null for anything that the controls cannot reach. */
export function decode(data: unknown): Setup | null {
  if (!Array.isArray(data) || data.length !== names.length) return null;
  const chosen = names.map((name, index): readonly [Choice, unknown] => {
    const option: unknown = data[index];
    return [name, typeof option === "number" ? CHOICES[name][option] : undefined];
  });
  if (chosen.some(([, option]) => option === undefined)) return null;
  return Object.fromEntries(chosen) as unknown as Setup;
}
