// Whether a connection lives on after a message: RFC 9112 §9.3.
import { fieldValue, listMembers } from "#protocols/semantics/index.ts";
import type { Http1Request, Http1Response } from "./message.ts";

/**
 * Whether another message may follow on the connection. "close" ends it, HTTP/1.1 keeps it, HTTP/1.0
 * needs "keep-alive"; a response that ends with the connection ends it in any case.
 */
export function persists(message: Http1Request | Http1Response): boolean {
  if (message.framing === "close") return false;
  const options = listMembers(fieldValue(message.fields, "connection") ?? "").map((option) =>
    option.toLowerCase(),
  );
  if (options.includes("close")) return false;
  return message.version !== "1.0" || options.includes("keep-alive");
}
