// One resource of the pretend company as an MSW handler: methods, HEAD, OPTIONS and 405 (RFC 9110 §9, §15.5.6).
import { http, type HttpHandler } from "msw/http";
import type { Fields } from "#trace/index.ts";
import { headersOf } from "./headers.ts";

/** What a resource is asked: the request, the parts of its path and its content as text. */
export interface Asked {
  readonly request: Request;
  readonly url: URL;
  readonly params: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Answers one method of one resource. */
export type Answerer = (asked: Asked) => Response | Promise<Response>;

/** A response with content of a given media type; `fields` may repeat a name. */
export function answer(
  status: number,
  type: string | null,
  content: string | null,
  fields: Fields = [],
): Response {
  const typed: Fields = type === null ? fields : [["content-type", type], ...fields];
  return new Response(content, { status, headers: headersOf(typed) });
}

/** Address for a Location field: the path below a service's base, which may lie at the root of its host. */
export const pathBelow = (base: string, path: string): string =>
  new URL(base).pathname.replace(/\/$/, "") + path;

/** A response whose content is JSON. */
export const json = (status: number, value: unknown, fields: Fields = []): Response =>
  answer(status, "application/json", JSON.stringify(value), fields);

/** A problem document: RFC 9457 §3; `title` says what kind of problem, `detail` what went wrong here. */
export const problem = (
  status: number,
  members: { readonly title: string; readonly detail?: string; readonly [more: string]: unknown },
  fields: Fields = [],
): Response =>
  answer(status, "application/problem+json", JSON.stringify({ status, ...members }), fields);

/**
 * A resource with the methods it supports. HEAD follows GET without content (RFC 9110 §9.3.2),
 * OPTIONS and an unsupported method name the supported ones in Allow (§10.2.1).
 */
export function resource(path: string, methods: Readonly<Record<string, Answerer>>): HttpHandler {
  const supported = Object.keys(methods);
  if (supported.includes("GET")) supported.push("HEAD");
  const allow: Fields = [["allow", [...supported, "OPTIONS"].join(", ")]];
  return http.all(path, async ({ request, params }) => {
    const { method } = request;
    const answerer = methods[method] ?? (method === "HEAD" ? methods["GET"] : undefined);
    if (answerer === undefined) {
      return method === "OPTIONS"
        ? answer(204, null, null, allow)
        : problem(
            405,
            { title: "Method not allowed", detail: `${method} is not for this resource.` },
            allow,
          );
    }
    const flat = Object.fromEntries(
      Object.entries(params).map(([name, value]) => [name, String(value)]),
    );
    const text = await request.clone().text();
    const answered = await answerer({ request, url: new URL(request.url), params: flat, text });
    return method === "HEAD" ? new Response(null, answered) : answered;
  });
}
