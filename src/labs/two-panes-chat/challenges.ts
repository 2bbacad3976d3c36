// A close code that travels and is not told. RFC 6455 §7.1.5, §7.1.7.
import type { Challenge } from "#kit/lab.ts";
import { refuse } from "#kit/question.ts";
import type { Seen } from "./scene.ts";
import { DELAYS, START, type Setup } from "./setup.ts";

const SOURCE = "rfc6455#7.1.5";

/** Things that Ada may say, so that each redo is another scene. */
const WORDS = ["Is the van there?", "Label printed", "Dock 4", "On my way", "Grüß Gott"] as const;

/** A script that is told 1006 although Close frames went both ways. */
export const toldNothing: Challenge<Setup, Seen> = {
  id: "told-nothing",
  title: "1006, although a Close travelled",
  pose(chance) {
    const text = chance.pick(WORDS);
    const delay = chance.pick(DELAYS);
    return {
      ask: `Ada says “${text}”, ${delay} ms away from the server. Find the ending in which a Close with a code goes over her connection and her script is told 1006 all the same.`,
      form: [],
      watch(setup, { code, travelled }) {
        if (setup.text !== text || setup.delay !== delay) return null;
        if (code === 1006 && travelled.length > 0) {
          return {
            solved: true,
            why: `${travelled[0]} went from Ada’s browser to the server. The event tells only what was received before the connection was failed: nothing.`,
            source: "rfc6455#7.1.7",
          };
        }
        if (code === 1006)
          return refuse("1006 it is, but no Close was sent by anybody: TCP broke.", SOURCE);
        return code === 1005
          ? refuse(
              "1005: Closes went both ways, without a code in them, and that is what she is told.",
              SOURCE,
            )
          : refuse(`${code}: the code was received in good order, and so she is told.`, SOURCE);
      },
      stage: { ...START, text, delay, ending: "ada-1000" },
    };
  },
};
