// A whole request judged as a server library does before the application sees it (PROTOCOL-HTTP2.md
// "Requests", statuscodes.md, compression.md).
import { fieldValues, type HeaderField } from "#protocols/semantics/index.ts";
import type { Fault } from "#wire/index.ts";
import { parseContentType, parsePath } from "./call.ts";
import { createMessageReader, type ReaderOptions } from "./message-reader.ts";
import type { GrpcMessage } from "./message.ts";
import { outcome, type Outcome } from "./outcome.ts";
import { parseTimeout } from "./timeout.ts";

/** What a server offers. */
export interface ServerOffer extends ReaderOptions {
  /** Its methods by path, and how many requests each takes. */
  readonly methods: Readonly<Record<string, "one" | "many">>;
  /** Message formats that it reads. Default proto alone. */
  readonly formats?: readonly string[] | undefined;
  /** Encodings that it reads beside "identity". */
  readonly encodings?: readonly string[] | undefined;
}

/** A request as it arrived, pseudo-fields among its fields; `content` is all its DATA joined. */
export interface ArrivedRequest {
  readonly fields: readonly HeaderField[];
  readonly content: Uint8Array;
}

/** What becomes of a request: it is served, answered with a status, or refused by plain HTTP. */
export type JudgedRequest =
  | {
      readonly kind: "call";
      readonly path: string;
      readonly messages: readonly GrpcMessage[];
      /** Null: the client waits without end. */
      readonly timeoutMs: number | null;
    }
  | { readonly kind: "status"; readonly outcome: Outcome }
  /** 415: the content type is not of gRPC, so the client would not understand a status (§Requests). */
  | { readonly kind: "http"; readonly status: 415 };

/** Judges a request, gRPC or (binary) gRPC-Web: the framing of requests is the same. */
export function judgeRequest(request: ArrivedRequest, offer: ServerOffer): JudgedRequest {
  const { formats = ["proto"], encodings = [], methods } = offer;
  const value = (name: string) => fieldValues(request.fields, name)[0];
  const refuse = (refusal: Outcome): JudgedRequest => ({ kind: "status", outcome: refusal });

  const type = parseContentType(value("content-type") ?? "");
  if (!type) return { kind: "http", status: 415 };
  const path = value(":path") ?? "";
  const requests = "code" in parsePath(path) ? undefined : methods[path];
  if (requests === undefined) return refuse(outcome("UNIMPLEMENTED", `no method ${path}`));
  if (type.format !== "" && !formats.includes(type.format)) {
    return refuse(outcome("UNIMPLEMENTED", `the format ${type.format} is not read here`));
  }
  const encoding = value("grpc-encoding") ?? "identity";
  if (encoding !== "identity" && !encodings.includes(encoding)) {
    return refuse(outcome("UNIMPLEMENTED", `the encoding ${encoding} is not read here`));
  }
  const timeout = value("grpc-timeout");
  const limit = timeout === undefined ? { ms: null } : parseTimeout(timeout);
  if ("rule" in limit) return refuse(outcome("INTERNAL", limit.text));

  const reader = createMessageReader(offer);
  const { messages, fault } = reader.push(request.content);
  const broken: Fault | null = fault ?? reader.end();
  if (broken) {
    const name = broken.code === "MESSAGE_TOO_LARGE" ? "RESOURCE_EXHAUSTED" : "INTERNAL";
    return refuse(outcome(name, broken.text));
  }
  if (encoding === "identity" && messages.some(({ compressed }) => compressed)) {
    const why = "a message is flagged as compressed, but no grpc-encoding says how";
    return refuse(outcome("INTERNAL", why));
  }
  if (requests === "one" && messages.length !== 1) {
    const why = `${messages.length} requests arrived where exactly one is due`;
    return refuse(outcome("UNIMPLEMENTED", why));
  }
  return { kind: "call", path, messages, timeoutMs: limit.ms };
}
