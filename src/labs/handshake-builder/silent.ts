// A server without a fault and a browser that gives up: a subprotocol was asked for and none was chosen.
import type { Challenge, Verdict } from "#kit/lab.ts";
import { refuse } from "#kit/question.ts";
import { citationOf } from "./rules.ts";
import type { Seen } from "./seen.ts";
import { KEYS, START, type Setup } from "./setup.ts";

function judge(seen: Seen): Verdict | null {
  if (seen.scene !== "upgrade") return null;
  const [against] = seen.refused;
  if (against !== undefined) {
    return refuse(`The request already breaks a rule: ${against.text}`, citationOf(against));
  }
  if (seen.status !== 101) {
    return refuse(`The server answers ${seen.status}: it did not accept.`, "rfc6455#4.2.2");
  }
  const [first] = seen.failed;
  if (first === undefined) {
    return refuse(`The connection is open: the browser has nothing to object to.`, "rfc6455#4.1");
  }
  if (first.code !== "PROTOCOL_MISSING") {
    return refuse(
      `The browser gives up, but the server broke a rule: ${first.text}`,
      "rfc6455#4.1",
    );
  }
  return {
    solved: true,
    why: "RFC 6455 lets a server choose none of the subprotocols. By the browsers’ standard a browser gives up all the same. Chromium 156 does; Firefox 153 opens and leaves socket.protocol empty.",
    source: "websockets#websocket-opening-handshake",
  };
}

/** Make a browser give up without breaking RFC 6455. */
export const silent: Challenge<Setup, Seen> = {
  id: "silent",
  title: "Nobody is at fault, and it fails",
  pose(chance) {
    const asked = chance.pick(["scans.v1", "scans.v2, scans.v1"] as const);
    const key = chance.pick([KEYS[0], KEYS[2]] as const);
    return {
      ask: `The client sends the key ${key} and asks for ${asked}. Compose an answer with status 101 that breaks no rule of RFC 6455 and that a browser refuses.`,
      form: [],
      watch: (setup, seen) => (setup.asked === asked && setup.key === key ? judge(seen) : null),
      stage: { ...START, asked, key, chosen: "scans.v1" },
    };
  },
};
