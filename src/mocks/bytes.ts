// An exchange as HTTP/1.1 bytes, written by the engine: RFC 9112.
import { writeRequest, writeResponse } from "#protocols/http1/index.ts";
import type { Exchange, Fields } from "#trace/index.ts";

/** Bytes of both messages with the fields of `added` behind those that were seen. */
export function writeExchange(
  { request, response }: Exchange,
  added: { readonly request: Fields; readonly response: Fields },
): { readonly request: Uint8Array; readonly response: Uint8Array } {
  return {
    request: writeRequest({
      method: request.method,
      target: request.target,
      fields: [...added.request, ...request.fields],
      content: request.content,
    }),
    response: writeResponse({
      status: response.status,
      reason: response.reason,
      fields: [...response.fields, ...added.response],
      content: response.content,
      ...(request.method === "HEAD" ? { framing: "none" } : {}),
    }),
  };
}
