// One request and its answer as the service saw them, and what the script was told: the wire panel's rows.

/** Field lines in the order in which they were seen; names as they were written. */
export type Fields = readonly (readonly [name: string, value: string])[];

/** What the service was asked. */
export interface SeenRequest {
  /** Case kept: the service sees `patch` when a script wrote `patch`. */
  readonly method: string;
  /** Path and query below the lab's own address, beginning with "/". */
  readonly target: string;
  readonly fields: Fields;
  readonly content: Uint8Array;
}

/** What the service answered. */
export interface SeenResponse {
  /** 200–599: a `Response` holds nothing else (Fetch, `Response` constructor). */
  readonly status: number;
  readonly reason: string;
  readonly fields: Fields;
  readonly content: Uint8Array;
}

/** A request and the one final answer to it. */
export interface Exchange {
  /** Counts from 1 since the lab was last reset. */
  readonly number: number;
  /** Milliseconds between the lab's first request and this one's arrival at the service. */
  readonly at: number;
  /** Milliseconds from arrival at the service to its answer. */
  readonly took: number;
  readonly request: SeenRequest;
  readonly response: SeenResponse;
  /** The service gave this answer and it got lost on the way: the script knows nothing of it. */
  readonly lost?: true;
}

/** What a script that called `fetch` is told in the end. */
export type Outcome =
  | {
      readonly kind: "answer";
      /** `Response.type`: "basic", or "opaqueredirect" when a redirect was not to be followed. */
      readonly type: string;
      /** 0 for an opaque redirect. */
      readonly status: number;
      readonly reason: string;
      readonly redirected: boolean;
      /** Path and query of the final address below the lab's own; "" when the script is not told. */
      readonly target: string;
      readonly fields: Fields;
      readonly content: Uint8Array;
    }
  | {
      readonly kind: "refused";
      /** "TypeError" for a network error (Fetch, the fetch() method). */
      readonly name: string;
      /** The browser's own words; they differ between browsers. */
      readonly message: string;
    };

/** A request as a script writes it. */
export interface Sending {
  readonly method: string;
  readonly target: string;
  readonly fields?: Fields;
  readonly content?: string | undefined;
  readonly redirect?: "follow" | "manual" | "error";
}

/** What came of one {@link Sending}: the script's view and, beside it, the service's. */
export interface Sent {
  readonly outcome: Outcome;
  readonly exchanges: readonly Exchange[];
}

/** First value of a field, its name compared without case; null when absent. */
export function fieldValue(fields: Fields, name: string): string | null {
  const wanted = name.toLowerCase();
  return fields.find(([each]) => each.toLowerCase() === wanted)?.[1] ?? null;
}
