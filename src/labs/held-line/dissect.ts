// How the bytes of a run are read: as event streams. Loaded with the views that show them.
import type { Dissect } from "#kit/edited.ts";
import { describeStream } from "#protocols/sse/index.ts";

const dissect: Dissect = (event, bytes = event.bytes) => describeStream(bytes);

/** Reads an event, a heartbeat or what a proxy passed on, each by itself. */
export const createDissector = (): Dissect => dissect;
