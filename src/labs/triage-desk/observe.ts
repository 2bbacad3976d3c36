// The desk's one effect: sends the composed request to the pretend company, which remembers the ones before.
import type { Observe } from "#kit/lab.ts";
import { sendableOf } from "#kit/request-draft.ts";
import type { Space } from "#mocks/index.ts";
import type { Seen, Setup } from "./request.ts";

/** Observes in the given space: a page's own, or one in Node. */
export const observeIn =
  (open: () => Promise<Space>): Observe<Setup, Seen> =>
  async ({ setup, history }) => {
    const space = await open();
    if (history.length === 0) {
      const { triageService } = await import("#mocks/triage.ts");
      space.serve(triageService);
    }
    return { reach: space.reach, ...(await space.send(sendableOf(setup))) };
  };
