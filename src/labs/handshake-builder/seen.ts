// One run of a setup, whichever scene it plays.
import { bootstrap, type Bootstrapped } from "./http2.ts";
import { listen, type Listened } from "./page.ts";
import type { Setup } from "./setup.ts";
import { upgrade, type Upgraded } from "./upgrade.ts";

export type Seen = Upgraded | Bootstrapped | Listened;

const SCENES: Readonly<Record<Setup["scene"], (setup: Setup) => Seen>> = {
  upgrade,
  http2: bootstrap,
  page: listen,
};

/** Plays a setup; a few milliseconds of computing. */
export const play = (setup: Setup): Seen => SCENES[setup.scene](setup);
