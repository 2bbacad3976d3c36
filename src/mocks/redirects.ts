// A service whose addresses have moved: each rule answers with a redirect, every other address with 200.
import { http } from "msw/http";
import type { RedirectStatus } from "./redirect-rule.ts";
import { answer, json } from "./resource.ts";
import type { Service } from "./space.ts";

/** One address and where it sends whoever asks; both are paths below the lab's own address. */
export interface Moved {
  readonly from: string;
  readonly status: RedirectStatus;
  readonly to: string;
}

/** The URI reference from one path to another (RFC 9110 §10.2.2 lets Location be relative). */
export function referTo(from: string, to: string): string {
  const up = from.split("/").length - 2;
  return `${"../".repeat(up)}${to.slice(1)}`;
}

/** Answers by the rules; an address without one tells what arrived there. */
export const redirectService =
  (rules: readonly Moved[]): Service =>
  (base) => [
    ...rules.map(({ from, status, to }) =>
      http.all(base + from, () => answer(status, null, null, [["location", referTo(from, to)]])),
    ),
    http.all(`${base}/*`, async ({ request }) => {
      if (request.method === "HEAD") return answer(200, null, null);
      const { length } = await request
        .clone()
        .arrayBuffer()
        .then((bytes) => new Uint8Array(bytes));
      return json(200, { arrived: request.method, contentBytes: length });
    }),
  ];
