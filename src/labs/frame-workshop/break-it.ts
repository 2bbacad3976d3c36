// One byte changed so that the receiver must end the connection with a given code. RFC 9113 §5.4.1.
import type { Challenge, Verdict } from "#kit/lab.ts";
import { refuse } from "#kit/question.ts";
import type { Trace } from "#trace/index.ts";
import { formatHex, parseHex } from "#wire/index.ts";
import { beginWith, receive } from "./own-bytes.ts";
import type { Setup } from "./setup.ts";

const CONNECTION_ERROR = "rfc9113#5.4.1";

/** Frames to spoil, and the codes that one byte can earn with each. */
const AIMS = [
  ["PING", "FRAME_SIZE_ERROR"],
  ["PING", "PROTOCOL_ERROR"],
  ["DATA", "PROTOCOL_ERROR"],
  ["SETTINGS", "FLOW_CONTROL_ERROR"],
  ["SETTINGS", "FRAME_SIZE_ERROR"],
  ["RST_STREAM", "PROTOCOL_ERROR"],
  ["GOAWAY", "PROTOCOL_ERROR"],
] as const;

/** Compares with the good frame, then lets a real receiver decide. */
export function spoil(text: string, good: Uint8Array, aim: string): Verdict {
  const bytes = parseHex(text);
  if (bytes === null) return refuse("That is no hexadecimal text.", "rfc9113#4.1");
  if (bytes.length !== good.length) {
    return refuse("Change a byte; take none away and add none.", "rfc9113#4.1");
  }
  const changed = bytes.reduce((sum, byte, at) => sum + Number(byte !== good[at]), 0);
  if (changed === 0)
    return refuse("This is the frame as it was: the server is content with it.", CONNECTION_ERROR);
  if (changed > 1) return refuse(`You changed ${changed} bytes. One is enough.`, CONNECTION_ERROR);
  const { fault, reaction, scope } = receive(bytes);
  if (fault === null) {
    return reaction.events.length === 0
      ? refuse(
          "Nothing happens: either the server waits for the rest of a longer frame, or it may ignore this one.",
          "rfc9113#4.1",
        )
      : refuse(
          "The server takes it. It now says something else, but nothing forbidden.",
          CONNECTION_ERROR,
        );
  }
  const said = `${fault.text} (${fault.rule}).`;
  if (fault.code !== aim)
    return refuse(`The server answers ${fault.code}: ${said}`, CONNECTION_ERROR);
  return scope === "stream"
    ? refuse(`The code is right, but it ends the stream alone: ${said}`, "rfc9113#5.4.2")
    : { solved: true, why: `GOAWAY with ${aim}: ${said}`, source: CONNECTION_ERROR };
}

/** Spoil a good frame in one byte. */
export const breakIt: Challenge<Setup, Trace> = {
  id: "break-it",
  title: "Break it with one byte",
  pose(chance) {
    const [name, aim] = chance.pick(AIMS);
    const good = beginWith(name);
    const given = formatHex(good, " ");
    return {
      ask: `The same server would take this ${name} frame as it is. Change one byte so that it must end the connection with ${aim}.`,
      form: [{ kind: "text", id: "hex", ask: "The frame", lines: 2, given }],
      check: (answers) => spoil(answers["hex"] ?? "", good, aim),
    };
  },
};
