// One run of a setup, whichever scene it plays; the HTTP/2 engine is loaded when its scene is.
import type { LabState } from "#kit/lab.ts";
import type { Bootstrapped } from "./http2.ts";
import { listen, type Listened } from "./page.ts";
import type { Setup } from "./setup.ts";
import { upgrade, type Upgraded } from "./upgrade.ts";

export type Seen = Upgraded | Bootstrapped | Listened;

/** Plays a setup; a few milliseconds of computing. */
export async function play(setup: Setup): Promise<Seen> {
  switch (setup.scene) {
    case "upgrade":
      return upgrade(setup);
    case "page":
      return listen(setup);
    case "http2": {
      const { bootstrap } = await import("./http2.ts");
      return bootstrap(setup);
    }
  }
}

/** The run that the frame asks for. */
export const observe = ({ setup }: LabState<Setup, Seen>): Promise<Seen> => play(setup);
