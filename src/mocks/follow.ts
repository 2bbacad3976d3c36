// Following redirects without a browser's engine: WHATWG Fetch, "HTTP-redirect fetch", by our own hand.
import type { Fields, Outcome, Sending } from "#trace/index.ts";
import { headersOf } from "./headers.ts";
import {
  afterRedirect,
  CONTENT_FIELDS,
  isRedirectStatus,
  MOST_REDIRECTS,
} from "./redirect-rule.ts";

const networkError = (message: string): Outcome => ({
  kind: "refused",
  name: "TypeError",
  message,
});

/**
 * Sends a request to `answer` and follows what it answers by the rules of Fetch. Used in tests and
 * where a browser refuses service workers; there the lab says that this is a MODEL.
 */
export async function followByRule(
  base: string,
  sending: Sending,
  answer: (request: Request) => Promise<Response>,
): Promise<Outcome> {
  let address = base + sending.target;
  let hop = { method: sending.method, hasContent: sending.content !== undefined };
  let fields: Fields = sending.fields ?? [];
  for (let redirects = 0; ; redirects += 1) {
    let request: Request;
    try {
      request = new Request(address, {
        method: hop.method,
        headers: headersOf(fields),
        ...(hop.hasContent && sending.content !== undefined ? { body: sending.content } : {}),
      });
    } catch (error) {
      return networkError(error instanceof Error ? error.message : String(error));
    }
    const response = await answer(request);
    if (response.type === "error")
      return networkError("the connection broke before an answer came");
    const { status } = response;
    const location = response.headers.get("location");
    if (!isRedirectStatus(status) || (location === null && sending.redirect !== "manual")) {
      return {
        kind: "answer",
        type: "basic",
        status,
        reason: response.statusText,
        redirected: redirects > 0,
        target: address.slice(base.length),
        fields: [...response.headers.entries()],
        content: new Uint8Array(await response.arrayBuffer()),
      };
    }
    if (sending.redirect === "error") return networkError("a redirect was not allowed");
    if (sending.redirect === "manual" || location === null) {
      return {
        kind: "answer",
        type: "opaqueredirect",
        status: 0,
        reason: "",
        redirected: false,
        target: "",
        fields: [],
        content: new Uint8Array(),
      };
    }
    if (!URL.canParse(location, address)) return networkError("the Location is no address");
    if (redirects === MOST_REDIRECTS) return networkError("too many redirects");
    const after = afterRedirect(hop, status);
    if (hop.hasContent && !after.hasContent) {
      fields = fields.filter(([name]) => !CONTENT_FIELDS.includes(name.toLowerCase()));
    }
    hop = after;
    address = new URL(location, address).href;
  }
}
