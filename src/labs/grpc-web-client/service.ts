// How the service, or what stands before it, answers a call of this lab.
import { STATUS_CODES } from "#protocols/grpc/index.ts";
import {
  PARCEL_METHODS,
  PARCEL_STATUS,
  writeParcel,
  writeScan,
} from "#scenarios/parcel-messages.ts";
import type { WebAnswer } from "#mocks/grpc-web.ts";
import { utf8 } from "#wire/index.ts";
import type { Setup } from "./setup.ts";

/** Milliseconds that the slow service takes. */
export const SLOW = 400;

/** The methods of the service that a page can call at all (PROTOCOL-WEB.md knows no client streams). */
export const OFFER = {
  methods: { [PARCEL_METHODS.unary.path]: "one", [PARCEL_METHODS.server.path]: "one" },
} as const;

const PLACES = ["Ulm", "Augsburg", "Munich"];

/** The messages of a call that goes well. */
const messagesOf = ({ method, number }: Setup): readonly Uint8Array[] =>
  method === "unary"
    ? [
        writeParcel({
          number,
          recipient: "Ada Lovelace",
          status: PARCEL_STATUS.IN_TRANSIT,
          weightGrams: 1200,
          scanIds: [7, 8],
        }),
      ]
    : PLACES.map((place, index) =>
        writeScan({ number, place, atUnixSeconds: 1_763_683_200 + 3600 * index }),
      );

/** The answer of a setup. */
export function answerOf(setup: Setup): WebAnswer {
  const messages = messagesOf(setup);
  const missing = {
    kind: "grpc",
    messages: [],
    code: STATUS_CODES.NOT_FOUND,
    message: `no parcel ${setup.number}`,
  } as const;
  switch (setup.answer) {
    case "ok":
      return { kind: "grpc", messages, code: STATUS_CODES.OK, where: "frame" };
    case "slow":
      return { kind: "grpc", messages, code: STATUS_CODES.OK, where: "frame", after: SLOW };
    case "error":
      return { ...missing, where: "frame" };
    case "only":
    case "hidden":
      return { ...missing, where: "fields" };
    case "cut":
      return { kind: "grpc", messages, code: STATUS_CODES.OK, where: "nowhere" };
    case "proxy":
      return {
        kind: "http",
        status: 503,
        type: "text/html",
        content: utf8("<h1>503 Service Unavailable</h1>"),
      };
  }
}
