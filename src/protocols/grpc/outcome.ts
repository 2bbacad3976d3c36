// The end of a call as the caller sees it: one code and one message (PROTOCOL-HTTP2.md "Responses",
// http-grpc-status-mapping.md).
import { fieldValues, type HeaderField } from "#protocols/semantics/index.ts";
import { parseContentType } from "./call.ts";
import { encodeStatusMessage, decodeStatusMessage } from "./status-message.ts";
import { STATUS_CODES, statusFromHttp, statusName, type StatusName } from "./status.ts";

/** How a call ended. */
export interface Outcome {
  /** 0–16. */
  readonly code: number;
  readonly name: StatusName;
  readonly message: string;
}

/** An outcome by its name. */
export const outcome = (name: StatusName, message = ""): Outcome => ({
  code: STATUS_CODES[name],
  name,
  message,
});

/** What arrived of a response, apart from its messages. */
export interface ResponseEnd {
  /** The HTTP status. */
  readonly status: number;
  readonly headers: readonly HeaderField[];
  /** Null when the response ended with its headers or its last DATA frame. */
  readonly trailers: readonly HeaderField[] | null;
  /** Whether any DATA arrived; with it, a status in the headers does not count. */
  readonly hasContent?: boolean | undefined;
}

/**
 * Judges the end of a call, in this order: grpc-status in the trailers, or in the headers when they
 * are all there is (Trailers-Only); else the HTTP status; else UNKNOWN, because a status is owed.
 */
export function readOutcome(end: ResponseEnd): Outcome {
  const { status, headers, hasContent = false } = end;
  const trailers = end.trailers && end.trailers.length > 0 ? end.trailers : null;
  const closing = trailers ?? (hasContent ? null : headers);
  const given = closing ? fieldValues(closing, "grpc-status") : [];
  if (closing && given.length > 0) return readStatus(given, closing);
  const synthesized = (why: string): Outcome => {
    const code = statusFromHttp(status);
    return { code, name: statusName(code) as StatusName, message: why };
  };
  if (status !== 200) return synthesized(`HTTP status ${status} without grpc-status`);
  const contentType = fieldValues(headers, "content-type").join(", ");
  if (!parseContentType(contentType)) {
    return synthesized(`the content type is ${contentType || "missing"}, not application/grpc`);
  }
  return synthesized("the response ended without grpc-status");
}

function readStatus(given: readonly string[], closing: readonly HeaderField[]): Outcome {
  const [text = ""] = given;
  const name =
    /^(?:0|[1-9]\d?)$/.test(text) && given.length === 1 ? statusName(Number(text)) : null;
  const message = decodeStatusMessage(fieldValues(closing, "grpc-message").join(", "));
  if (name) return outcome(name, message);
  return outcome("UNKNOWN", `grpc-status ${given.join(", ")} is none of 0–16: ${message}`);
}

/** Trailers that say how a call ended. */
export function statusFields(
  end: { readonly code: number; readonly message?: string | undefined },
  metadata: readonly HeaderField[] = [],
): HeaderField[] {
  const { code, message = "" } = end;
  const text: HeaderField[] = message ? [["grpc-message", encodeStatusMessage(message)]] : [];
  return [["grpc-status", String(code)], ...text, ...metadata];
}
