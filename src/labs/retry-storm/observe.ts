// The storm's one effect: sends the request until an answer arrives, while the first answers get lost.
import type { Observe } from "#kit/lab.ts";
import { sendingOf } from "#kit/request-draft.ts";
import type { Space } from "#mocks/index.ts";
import type { Sent } from "#trace/index.ts";
import { MOST_LOST, type Seen, type Setup } from "./storm.ts";

/** Observes in the given space: a page's own, or one in Node. */
export const observeIn =
  (open: () => Promise<Space>): Observe<Setup, Seen> =>
  async ({ setup }) => {
    const [space, { openLedger }] = await Promise.all([open(), import("#mocks/ledger.ts")]);
    const { service, read } = openLedger();
    const before = read();
    space.serve(service);
    space.lose(setup.lost);
    const sends: Sent[] = [];
    let last: Sent;
    do {
      last = await space.send(sendingOf(setup));
      sends.push(last);
      // Refused without an exchange: the browser itself sent nothing, and would not the next time.
    } while (
      last.outcome.kind === "refused" &&
      last.exchanges.length > 0 &&
      sends.length <= MOST_LOST
    );
    return { reach: space.reach, sends, before, after: read() };
  };
