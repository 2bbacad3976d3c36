// The engines that read the bytes of a trace: loaded once they are asked for.
import type { Dissect } from "#kit/edited.ts";

/** Loads the reader of handshakes and frames. */
export const loadDissect = (): Promise<Dissect> =>
  import("#scenarios/dissect-websocket.ts").then(({ dissectWebSocket }) => dissectWebSocket);
