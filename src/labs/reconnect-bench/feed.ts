// The feed of the bench: what the server sends on each request, by the learner's script.
import type { StreamAnswer } from "#mocks/event-stream.ts";
import { writeEvent } from "#protocols/sse/write.ts";
import { utf8 } from "#wire/index.ts";
import { BEFORE_CUT, SLOTS, type Answer, type Setup } from "./setup.ts";

/** One request as the server took it. */
export interface Served {
  readonly number: number;
  /** The value of Last-Event-ID; null when the request had none. */
  readonly lastEventId: string | null;
  readonly answer: Answer;
  /** Numbers of the events that were sent whole. */
  readonly sent: readonly number[];
}

/** The server's memory between requests. */
export interface Feed {
  /** Answers the next request and says what it did. */
  readonly serve: (lastEventId: string | null) => {
    readonly served: Served;
    readonly answer: StreamAnswer;
  };
}

const TYPES = { 200: "text/event-stream", html: "text/html" } as const;
const PAGE = utf8("<!doctype html><title>Sign in</title>");

/** An answer without a stream. */
const plain = (
  status: number,
  type: string | null,
  pieces: readonly Uint8Array[],
): StreamAnswer => ({
  status,
  type,
  pieces,
  ending: "end",
});

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);

/** Opens the feed; nothing has been sent yet. */
export function openFeed({ total, retry, ids, resume, answers }: Setup): Feed {
  let requests = 0;
  /** The event that the world is at: while a client is away, one more happens unseen. */
  let happening = 1;
  const event = (number: number): Uint8Array =>
    writeEvent({ ...(ids ? { id: String(number) } : {}), data: `scan ${number}` });
  const firstFor = (lastEventId: string | null): number => {
    if (resume === "start") return 1;
    if (resume === "now") return happening;
    const known = /^\d{1,4}$/.test(lastEventId ?? "") ? Number(lastEventId) : 0;
    return known + 1;
  };
  return {
    serve(lastEventId) {
      requests += 1;
      const answer = answers[Math.min(requests, SLOTS) - 1] ?? "204";
      const number = requests;
      const say = (sent: readonly number[], how: StreamAnswer) => {
        return { served: { number, lastEventId, answer, sent }, answer: how };
      };
      if (answer === "204") return say([], plain(204, null, []));
      if (answer === "500") return say([], plain(500, null, []));
      if (answer === "html") return say([], plain(200, TYPES.html, [PAGE]));
      const from = firstFor(lastEventId);
      const to = answer === "cut" ? Math.min(total, from + BEFORE_CUT - 1) : total;
      const sent = range(from, to);
      happening = to + 2;
      const pieces = [writeEvent({ retry }), ...sent.map(event)];
      if (answer === "cut" && to < total) {
        const next = event(to + 1);
        // Without its blank line the event was never there.
        pieces.push(next.subarray(0, next.length - 1));
      }
      const ending = answer === "cut" ? "break" : answer === "rest" ? "end" : "hold";
      return say(sent, { status: 200, type: TYPES[200], pieces, ending });
    },
  };
}
