// The lab's one effect: a real client calls the pretend service, and both sides are kept.
import type { Observe } from "#kit/lab.ts";
import type { Reach, Space } from "#mocks/index.ts";
import type { WebCall } from "#mocks/grpc-web.ts";
import type { Told } from "./client.ts";
import { answerOf, OFFER } from "./service.ts";
import type { Setup } from "./setup.ts";

/** What a run brought. */
export interface Seen {
  readonly reach: Reach;
  readonly told: Told;
  /** The request as the service got it, its answer when that had left by then; null if none came. */
  readonly call: WebCall | null;
}

/** What a script of another origin may read when nothing is exposed (Fetch, "CORS-safelisted response-header name"). */
const SAFELISTED = [
  "cache-control",
  "content-language",
  "content-length",
  "content-type",
  "expires",
  "last-modified",
  "pragma",
];

/** The same response with the fields that a script of another origin would be shown. */
function asFromElsewhere(response: Response): Response {
  const shown = [...response.headers].filter(([name]) => SAFELISTED.includes(name));
  return new Response(response.body, { status: response.status, headers: shown });
}

/** Observes in the given space: a page's own, or one in Node. */
export const observeIn =
  (open: () => Promise<Space>): Observe<Setup, Seen> =>
  async ({ setup }) => {
    const [space, { openGrpcWeb }, { callParcel }] = await Promise.all([
      open(),
      import("#mocks/grpc-web.ts"),
      import("./client.ts"),
    ]);
    const { calls, service } = openGrpcWeb(OFFER, () => answerOf(setup));
    space.serve(service);
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const response = await space.fetch(input instanceof Request ? input.url : input, init);
      return setup.answer === "hidden" ? asFromElsewhere(response) : response;
    };
    const told = await callParcel({ baseUrl: space.base, fetch }, setup);
    return { reach: space.reach, told, call: calls().at(-1) ?? null };
  };
