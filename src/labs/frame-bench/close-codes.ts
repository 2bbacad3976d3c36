// Every close code: who may send it and what a script gets to see. RFC 6455 §7.4, the IANA registry.
import { CLOSE_CODES } from "#protocols/websocket/index.ts";

/** One row of the table: a code, or a range of them. */
export interface CloseCodeRow {
  readonly code: string;
  readonly name: string;
  readonly sentBy: string;
  readonly says: string;
  /** What a script's close event shows, or whether `close()` takes it. */
  readonly script: string;
  /** Citation: "rfc6455#7.4.1". */
  readonly source: string;
}

type Told = Pick<CloseCodeRow, "sentBy" | "says" | "script">;

const either = "either side";
const nobody = "nobody";
const seen = "sees it; close() refuses it";

const TOLD: Readonly<Record<(typeof CLOSE_CODES)[number]["code"], Told>> = {
  1000: { sentBy: either, says: "done, as planned", script: "sees it; may pass it to close()" },
  1001: { sentBy: either, says: "the server stops, or the page is left", script: seen },
  1002: { sentBy: either, says: "a frame broke the rules", script: seen },
  1003: { sentBy: either, says: "a type of data that it cannot use", script: seen },
  1004: { sentBy: "nobody", says: "without a meaning", script: "never" },
  1005: { sentBy: nobody, says: "the Close had no code", script: "sees it, wasClean true" },
  1006: { sentBy: nobody, says: "no Close was received", script: "sees it, wasClean false" },
  1007: { sentBy: either, says: "data that does not fit its type", script: seen },
  1008: { sentBy: either, says: "against its policy, or it will not say why", script: seen },
  1009: { sentBy: either, says: "a message too big for it", script: seen },
  1010: {
    sentBy: "the client",
    says: "the server did not agree to an extension it needs",
    script: "its own side sent it",
  },
  1011: { sentBy: "the server", says: "something went wrong in it", script: seen },
  1012: { sentBy: "the server", says: "it restarts; come back", script: seen },
  1013: { sentBy: "the server", says: "overloaded; come back later", script: seen },
  1014: { sentBy: "a gateway", says: "a bad answer from the server behind it", script: seen },
  1015: { sentBy: nobody, says: "TLS failed", script: "never: browsers report 1006" },
};

/** Codes that came through the registry, after the RFC. */
const REGISTERED = [1012, 1013, 1014];

/** The table, by number; the ranges of §7.4.2 at its end. */
export const CLOSE_CODE_ROWS: readonly CloseCodeRow[] = [
  ...CLOSE_CODES.map(({ code, name }) => ({
    code: String(code),
    name,
    ...TOLD[code],
    source: REGISTERED.includes(code) ? "iana-websocket" : "rfc6455#7.4.1",
  })),
  {
    code: "1016–2999",
    name: "",
    sentBy: nobody,
    says: "kept for the protocol and its extensions",
    script: "never",
    source: "rfc6455#7.4.2",
  },
  {
    code: "3000–3999",
    name: "",
    sentBy: either,
    says: "libraries and frameworks, registered with IANA",
    script: "sees it; may pass it to close()",
    source: "rfc6455#7.4.2",
  },
  {
    code: "4000–4999",
    name: "",
    sentBy: either,
    says: "whatever the application agreed on",
    script: "sees it; may pass it to close()",
    source: "rfc6455#7.4.2",
  },
];
