// The theatre's controls: the scene, and what varies within it.
import { ERROR_CODES } from "#protocols/http2/index.ts";

/** Ways in which a call can end. */
export const SCENES = {
  served: "The parcel, then trailers",
  only: "No such parcel: an error at once",
  after: "Two scans, then an error",
  proxy: "A proxy answers instead",
  swallowed: "A hop swallows the trailers",
  twice: "Two answers to a unary call",
  reset: "The stream is reset",
  lost: "The connection breaks",
  deadline: "The deadline passes",
} as const;
export type Scene = keyof typeof SCENES;

/** HTTP statuses of the proxy's HTML page. */
export const HTTP = [200, 400, 401, 403, 404, 429, 431, 500, 502, 503, 504] as const;

/** Error codes of RST_STREAM by their names. */
export const RESETS = {
  REFUSED_STREAM: ERROR_CODES.REFUSED_STREAM,
  CANCEL: ERROR_CODES.CANCEL,
  ENHANCE_YOUR_CALM: ERROR_CODES.ENHANCE_YOUR_CALM,
  INTERNAL_ERROR: ERROR_CODES.INTERNAL_ERROR,
  INADEQUATE_SECURITY: ERROR_CODES.INADEQUATE_SECURITY,
  NO_ERROR: ERROR_CODES.NO_ERROR,
} as const;
export type Reset = keyof typeof RESETS;

/** What the learner sets. */
export interface Setup {
  readonly scene: Scene;
  readonly http: (typeof HTTP)[number];
  readonly reset: Reset;
  /** The error's message before percent-encoding. */
  readonly message: string;
}

export const LONGEST_MESSAGE = 40;

export const START: Setup = {
  scene: "proxy",
  http: 503,
  reset: "REFUSED_STREAM",
  message: "Zürich says: not today – 100 %",
};

/** What the controls send. */
export type Change = { readonly set: Readonly<Record<string, unknown>> };

/** Text without control characters and lone halves of characters, cut to what the control holds. */
const tidy = (text: string): string =>
  Array.from(text.replace(/\p{C}/gu, "")).slice(0, LONGEST_MESSAGE).join("");

function readSetup({ scene, http, reset, message }: Readonly<Record<string, unknown>>) {
  if (typeof scene !== "string" || !Object.hasOwn(SCENES, scene)) return null;
  if (typeof reset !== "string" || !Object.hasOwn(RESETS, reset)) return null;
  const status = HTTP.find((each) => each === http);
  if (status === undefined || typeof message !== "string") return null;
  const setup: Setup = {
    scene: scene as Scene,
    http: status,
    reset: reset as Reset,
    message: tidy(message),
  };
  return setup;
}

/** Applies a change; an impossible one gives the same setup. */
export const change = (setup: Setup, { set }: Change): Setup =>
  readSetup({ ...setup, ...set }) ?? setup;

/** [scene, http, reset, message] */
export const encode = ({ scene, http, reset, message }: Setup): unknown => [
  scene,
  http,
  reset,
  message,
];

/** The setup of a link; null for anything that the controls cannot reach. */
export function decode(data: unknown): Setup | null {
  if (!Array.isArray(data) || data.length !== 4) return null;
  const [scene, http, reset, message] = data as readonly unknown[];
  return readSetup({ scene, http, reset, message });
}
