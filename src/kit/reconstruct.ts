// Fields that cross a wire but that no script sets or sees: Fetch, "forbidden request-header".
import type { Exchange, Fields } from "#trace/index.ts";
import { utf8Text } from "#wire/index.ts";

/** What the browser and the server would have added. */
export interface Reconstructed {
  readonly request: Fields;
  readonly response: Fields;
}

/** Methods without Origin on a same-origin request (Fetch, "append a request `Origin` header"). */
const QUIET = ["GET", "HEAD"];

/**
 * The fields that an HTTP/1.1 exchange with `host` ("parcels.example") from a page of `origin`
 * carries besides those that the service saw: Host and Origin, and Content-Length on both sides.
 */
export function reconstruct(
  { request, response }: Exchange,
  host: string,
  origin: string,
): Reconstructed {
  const bodyless = response.status === 204 || response.status === 304 || request.method === "HEAD";
  const missing = (fields: Fields, added: Fields): Fields =>
    added.filter(([name]) => !fields.some(([seen]) => seen.toLowerCase() === name.toLowerCase()));
  return {
    request: missing(request.fields, [
      ["host", host],
      ...(QUIET.includes(request.method) ? [] : [["origin", origin] as const]),
      // POST and PUT say so even when they carry none (Fetch, "HTTP-network-or-cache fetch").
      ...(request.content.length > 0 || ["POST", "PUT"].includes(request.method)
        ? [["content-length", String(request.content.length)] as const]
        : []),
    ]),
    response: missing(
      response.fields,
      bodyless ? [] : [["content-length", String(response.content.length)]],
    ),
  };
}

/** A message as text for people; lines of reconstructed fields begin with "≈". */
export function formatHttp(bytes: Uint8Array, added: Fields): string {
  const text = utf8Text(bytes);
  const end = text.indexOf("\r\n\r\n");
  const names = added.map(([name]) => `${name}:`);
  const head = text
    .slice(0, end)
    .split("\r\n")
    .map(
      (line) => `${names.some((name) => line.toLowerCase().startsWith(name)) ? "≈ " : "  "}${line}`,
    );
  return `${head.join("\n")}\n\n${text.slice(end + 4)}`;
}
