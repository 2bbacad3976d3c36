// A run without a view; the inflater is loaded only where the handshake agreed on it.
import type { Observe } from "#kit/lab.ts";
import { openDeflate } from "./deflate.ts";
import { receiveFrames, type Seen } from "./receive.ts";
import type { Setup } from "./setup.ts";

/** Runs the frames of the setup into the receiver. */
export const observe: Observe<Setup, Seen> = async ({ setup }) =>
  receiveFrames(setup, setup.deflate ? await openDeflate() : null);
