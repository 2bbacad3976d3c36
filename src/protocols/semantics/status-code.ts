// What the course says about a status code: RFC 9110 §15 and the registry.

/** May a robot send the same request again without being told? */
export interface RetryAdvice {
  readonly advice: "yes" | "no" | "conditional";
  /** One sentence that says why, or on which condition. */
  readonly why: string;
}

/** A row of the status code registry. */
export interface StatusCode {
  readonly code: number;
  readonly name: string;
  readonly meaning: string;
  /** Citation: key of the source, and its section where we have read it. */
  readonly source: string;
  /** Whether a cache may reuse it without explicit freshness: RFC 9110 §15.1, RFC 7725 §3. */
  readonly heuristicallyCacheable: boolean;
  readonly retry: RetryAdvice;
  /** How the course shows it: by the browser's own engine, by a model, or on a card only. */
  readonly demo: "live" | "model" | "card";
  /** Lessons that treat it. */
  readonly lessons: readonly string[];
  /** Fields that a response with this code must carry. */
  readonly requiredFields?: readonly string[];
  /** Set where the code is not in ordinary use. */
  readonly state?: "temporary" | "deprecated" | "unused" | "obsoleted" | "reserved";
}

/** Slugs of the lessons that status codes point to, by their number. */
export const lesson = {
  anatomy: "anatomy-of-a-message",
  methods: "methods",
  statusLow: "status-1xx-2xx-3xx",
  statusHigh: "status-4xx-5xx",
  caching: "caching-and-preconditions",
  collections: "collections-and-evolution",
  retries: "retries-idempotency-limits",
  http1: "http1-connections",
  http2: "http2-frames",
  http3: "http3-quic",
  sse: "server-sent-events",
  webSocket: "websocket-handshake",
  webhooks: "webhooks",
  grpc: "grpc-on-the-wire",
} as const;

const advise =
  (advice: RetryAdvice["advice"]) =>
  (why: string): RetryAdvice => ({ advice, why });

export const retryYes = advise("yes");
export const retryNo = advise("no");
export const retryIf = advise("conditional");
