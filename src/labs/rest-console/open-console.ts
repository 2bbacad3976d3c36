// The console's one effect: requests to one copy of the parcel service, founded anew when it is forgotten.
import { createSeeded } from "#kit/seeded.ts";
import type { Space } from "#mocks/index.ts";
import type { Sending, Sent } from "#trace/index.ts";
import { BOOKS } from "./console.ts";

/** Sends requests to the service; its books last until they are forgotten. */
export interface ConsoleService {
  readonly send: (sending: Sending) => Promise<Sent>;
  readonly forget: () => void;
}

/** Opens the space when the first request leaves. */
export function openConsole(open: () => Promise<Space>): ConsoleService {
  let founded = false;
  return {
    async send(sending) {
      const [space, { parcelService }] = await Promise.all([open(), import("#mocks/parcels.ts")]);
      if (!founded) space.serve(parcelService(createSeeded(BOOKS)));
      founded = true;
      return space.send(sending);
    },
    forget() {
      founded = false;
    },
  };
}
