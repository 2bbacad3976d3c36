// The timeline's controls: their ranges, their changes and their form in a link.
import { isOnDial } from "#kit/dial.ts";
import type { Setup } from "./timeline.ts";

/** Lowest, highest and step of each number, with its unit. */
export const RANGES = {
  rtt: { min: 10, max: 300, step: 10, unit: "ms" },
  think: { min: 0, max: 800, step: 20, unit: "ms" },
  bandwidth: { min: 1, max: 50, step: 1, unit: "Mbit/s" },
  stylesheet: { min: 5, max: 200, step: 5, unit: "kB" },
  upload: { min: 1, max: 100, step: 1, unit: "MB" },
} as const;
export type Dial = keyof typeof RANGES;

/** What the controls send. */
export type Change =
  | { readonly kind: "dial"; readonly dial: string; readonly value: number }
  | { readonly kind: "scene"; readonly scene: "hints" | "upload" }
  | { readonly kind: "answer"; readonly answer: "refused" | "accepted" };

export const START: Setup = {
  scene: "hints",
  rtt: 100,
  think: 300,
  bandwidth: 4,
  stylesheet: 20,
  upload: 20,
  answer: "refused",
};

const isDial = (name: string): name is Dial => Object.hasOwn(RANGES, name);

const fits = (dial: Dial, value: unknown): value is number => isOnDial(RANGES[dial], value);

/** Applies a change; an impossible one gives the same setup. */
export function change(setup: Setup, change: Change): Setup {
  switch (change.kind) {
    case "dial":
      return isDial(change.dial) && fits(change.dial, change.value)
        ? { ...setup, [change.dial]: change.value }
        : setup;
    case "scene":
      return { ...setup, scene: change.scene };
    case "answer":
      return { ...setup, answer: change.answer };
  }
}

/** [hints 1 or upload 0, refused 1 or accepted 0, rtt, think, bandwidth, stylesheet, upload] */
export const encode = (setup: Setup): unknown => [
  setup.scene === "hints" ? 1 : 0,
  setup.answer === "refused" ? 1 : 0,
  setup.rtt,
  setup.think,
  setup.bandwidth,
  setup.stylesheet,
  setup.upload,
];

/** The setup of a link; null for anything that the controls cannot reach. */
export function decode(data: unknown): Setup | null {
  if (!Array.isArray(data) || data.length !== 7) return null;
  const [scene, answer, rtt, think, bandwidth, stylesheet, upload] = data as readonly unknown[];
  if ((scene !== 0 && scene !== 1) || (answer !== 0 && answer !== 1)) return null;
  if (!fits("rtt", rtt) || !fits("think", think) || !fits("bandwidth", bandwidth)) return null;
  if (!fits("stylesheet", stylesheet) || !fits("upload", upload)) return null;
  return {
    scene: scene === 1 ? "hints" : "upload",
    answer: answer === 1 ? "refused" : "accepted",
    rtt,
    think,
    bandwidth,
    stylesheet,
    upload,
  };
}
