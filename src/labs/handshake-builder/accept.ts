// The accept value of a fresh key, and what went wrong with the usual wrong ones. RFC 6455 §4.2.2.
import type { Answers, Challenge, Verdict } from "#kit/lab.ts";
import { refuse } from "#kit/question.ts";
import { GUID, handshakeKey, sha1 } from "#protocols/websocket/index.ts";
import { formatHex, utf8 } from "#wire/index.ts";
import { acceptOf } from "./messages.ts";
import { someBytes } from "./repair.ts";
import type { Seen } from "./seen.ts";
import type { Setup } from "./setup.ts";

const SOURCE = "rfc6455#4.2.2";

function judge(given: string, key: string): Verdict {
  const right = acceptOf("right", key);
  switch (given) {
    case right:
      return {
        solved: true,
        why: "Base64 of the SHA-1 of the key as a string and the GUID. Only a server that knows WebSocket appends that GUID.",
        source: SOURCE,
      };
    case acceptOf("no-guid", key):
      return refuse("That is the hash of the key alone. Append the GUID before hashing.", SOURCE);
    case acceptOf("decoded", key):
      return refuse(
        "You hashed the 16 decoded bytes. The key is taken as the string that it is, base64 and all.",
        SOURCE,
      );
    case key:
      return refuse("That is the key itself: any server that echoes fields could send it.", SOURCE);
    case right.slice(0, -1):
      return refuse(
        "Almost: 20 bytes in base64 end in one =, and the field is compared as text.",
        SOURCE,
      );
    default:
  }
  return given.toLowerCase().replace(/[^0-9a-f]/g, "") === formatHex(sha1(utf8(key + GUID)))
    ? refuse("The right 20 bytes, but in hex. The field wants base64.", SOURCE)
    : refuse(
        `This is not the hash of the key and the GUID. An accept value has 28 characters, yours has ${given.length}.`,
        SOURCE,
      );
}

/** Compute an accept value. */
export const accept: Challenge<Setup, Seen> = {
  id: "accept",
  title: "Prove that you understood",
  pose(chance) {
    const key = handshakeKey(someBytes(chance, 16));
    return {
      ask: `A client sends Sec-WebSocket-Key: ${key}. Which Sec-WebSocket-Accept must the server send? The workbench above, or any SHA-1 of yours, may help.`,
      form: [{ kind: "text", id: "accept", ask: "Sec-WebSocket-Accept", lines: 1 }],
      check: (answers: Answers) => judge((answers["accept"] ?? "").trim(), key),
    };
  },
};
