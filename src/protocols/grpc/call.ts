// What a call names before its first message: path and content type (PROTOCOL-HTTP2.md, "Requests").
import type { HeaderField } from "#protocols/semantics/index.ts";
import type { Fault } from "#wire/index.ts";
import { RULES } from "./status.ts";
import { formatTimeout } from "./timeout.ts";

/** Service and method of a :path such as "/parcels.v1.Tracking/Watch". */
export interface MethodPath {
  readonly service: string;
  readonly method: string;
}

/** Takes a path apart at its last slash; the service may hold further ones. */
export function parsePath(path: string): MethodPath | Fault {
  const [, service, method] = /^\/(.+)\/([^/]+)$/.exec(path) ?? [];
  if (service !== undefined && method !== undefined) return { service, method };
  const text = "The path is not /package.Service/Method, case-sensitive. Name both.";
  return { code: "BAD_PATH", at: 0, rule: RULES.requests, text };
}

/** What a content type says. */
export interface GrpcContentType {
  readonly protocol: "grpc" | "grpc-web" | "grpc-web-text";
  /** The message format behind "+"; empty when it is not named, which means proto. */
  readonly format: string;
}

const CONTENT_TYPE = /^application\/(grpc|grpc-web|grpc-web-text)(?:\+([^;]*))?(?:;.*)?$/;

/** Reads a content type; null when it is not of gRPC. Parameters behind ";" say nothing here. */
export function parseContentType(text: string): GrpcContentType | null {
  const [, protocol, format = ""] = CONTENT_TYPE.exec(text.toLowerCase()) ?? [];
  if (protocol === undefined) return null;
  return { protocol: protocol as GrpcContentType["protocol"], format: format.trim() };
}

/** A call that a client opens. */
export interface CallRequest extends MethodPath {
  readonly authority: string;
  readonly scheme?: "http" | "https" | undefined;
  readonly timeoutMs?: number | undefined;
  /** The message format. Default "proto". */
  readonly format?: string | undefined;
  /** grpc-encoding of the messages that the client compresses. */
  readonly encoding?: string | undefined;
  readonly acceptEncoding?: readonly string[] | undefined;
  /** Field lines as `encodeMetadata` makes them. */
  readonly metadata?: readonly HeaderField[] | undefined;
}

/** The request's field section in the recommended order: the call's own fields, then metadata. */
export function requestFields(call: CallRequest): HeaderField[] {
  const { service, method, authority, scheme = "https", timeoutMs, format = "proto" } = call;
  const optional = (name: string, value: string | undefined): HeaderField[] =>
    value === undefined ? [] : [[name, value]];
  return [
    [":method", "POST"],
    [":scheme", scheme],
    [":path", `/${service}/${method}`],
    [":authority", authority],
    ...optional("grpc-timeout", timeoutMs === undefined ? undefined : formatTimeout(timeoutMs)),
    ["te", "trailers"],
    ["content-type", `application/grpc+${format}`],
    ...optional("grpc-encoding", call.encoding),
    ...optional("grpc-accept-encoding", call.acceptEncoding?.join(",")),
    ...(call.metadata ?? []),
  ];
}
