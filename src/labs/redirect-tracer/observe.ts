// The tracer's one effect: puts the chain up at the pretend company and sends the request there.
import type { Observe } from "#kit/lab.ts";
import type { Space } from "#mocks/index.ts";
import { ADDRESSES, CONTENT, routeOf, type Seen, type Setup } from "./chain.ts";

/** Observes in the given space: a page's own, or one in Node. */
export const observeIn =
  (open: () => Promise<Space>): Observe<Setup, Seen> =>
  async ({ setup }) => {
    const space = await open();
    const { redirectService } = await import("#mocks/redirects.ts");
    space.serve(redirectService(routeOf(setup)));
    const sent = await space.send({
      method: setup.method,
      target: ADDRESSES[0],
      redirect: setup.redirect,
      ...(setup.hasContent
        ? { content: CONTENT, fields: [["content-type", "application/json"]] }
        : {}),
    });
    return { reach: space.reach, ...sent };
  };
