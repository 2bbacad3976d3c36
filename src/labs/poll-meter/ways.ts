// The three ways over HTTP: asking again, holding the line, and listening. RFC 6202 §2; WHATWG HTML §9.2.
import type { DepotClock } from "#mocks/scan-feed.ts";
import { createEventStreamParser } from "#protocols/sse/index.ts";
import type { Fields } from "#trace/index.ts";
import type { Asked, Arrival, Moved, Run } from "./measured.ts";
import {
  chunkSize,
  REASONS,
  requestFields,
  requestHead,
  responseFields,
  responseHead,
  type Browser,
} from "./message-size.ts";
import { DURATION, type Setup } from "./setup.ts";

/** What a way needs: a clock, a fetch below the depot's address, and whose browser it pretends to be. */
export interface Road {
  readonly clock: DepotClock;
  readonly fetch: (target: string, init: RequestInit) => Promise<Response>;
  readonly browser: Browser;
  /** Bytes for a WebSocket's key and masks. */
  readonly random: (length: number) => Uint8Array;
  /** Aborted when the run is over. */
  readonly signal: AbortSignal;
}

/** A run in the making. */
export interface Notes {
  readonly asked: Asked[];
  readonly moved: Moved[];
  readonly arrivals: Arrival[];
}

export const startNotes = (): Notes => ({ asked: [], moved: [], arrivals: [] });

/** Depot seconds after which a request without any answer counts as failed. */
const PATIENCE = 150;
/** Seconds that a careful client waits after an error. */
const BACKOFF = 5;

const ACCEPT: Fields = [["accept", "*/*"]];
const linesOf = (headers: Headers): Fields => [...headers.entries()];

/** An answer: when it came, with what status and content; status 0 when none came. */
interface Got {
  readonly status: number;
  readonly ids: readonly number[];
}

/** The ids in what the depot answers; nothing for what is no answer of its. */
function idsIn(content: string): readonly number[] {
  const { scans } = JSON.parse(content) as { readonly scans: readonly { readonly id: number }[] };
  return scans.map(({ id }) => id);
}

/** Sends one request, waits for all of its answer and writes both down. */
async function ask(road: Road, notes: Notes, target: string, patience: number): Promise<Got> {
  const { clock, browser } = road;
  const fields = requestFields(browser, ACCEPT);
  const place = notes.asked.length;
  const at = clock.now();
  notes.asked.push({ at, target, fields, answer: null });
  notes.moved.push({ at, up: requestHead(target, fields), down: 0 });
  const answered = (status: number, seen: Fields, length: number, ids: readonly number[]): Got => {
    const now = clock.now();
    const all = status === 0 ? [] : responseFields(status, seen, length);
    const answer = { at: now, status, fields: all, pieces: [length], scans: ids.length };
    notes.asked[place] = { at, target, fields, answer };
    if (status !== 0) {
      const head = responseHead(status, REASONS[status] ?? "", all);
      notes.moved.push({ at: now, up: 0, down: head + length });
    }
    for (const id of ids) notes.arrivals.push({ id, at: now });
    return { status, ids };
  };

  const giveUp = new AbortController();
  const over = { is: false };
  void clock.until(at + patience).then(() => {
    if (!over.is) giveUp.abort(new Error("no answer"));
  });
  try {
    const signal = AbortSignal.any([road.signal, giveUp.signal]);
    const response = await road.fetch(target, { signal });
    const content = new Uint8Array(await response.arrayBuffer());
    const { status } = response;
    const ids = status === 200 ? idsIn(new TextDecoder().decode(content)) : [];
    return answered(status, linesOf(response.headers), content.length, ids);
  } catch {
    // A request that the end of the run called off is left without an answer.
    return clock.isStopped() ? { status: 0, ids: [] } : answered(0, [], 0, []);
  } finally {
    over.is = true;
  }
}

/** Asks every `interval` seconds, whether there is something or not. */
export async function shortPoll(road: Road, notes: Notes, { interval }: Setup): Promise<void> {
  let cursor = 0;
  for (let at = interval; at <= DURATION; at += interval) {
    await road.clock.until(at);
    if (road.clock.isStopped()) return;
    const { ids } = await ask(road, notes, `/scans?after=${cursor}`, PATIENCE);
    cursor = Math.max(cursor, ...ids);
  }
}

/** Asks, is held until there is something, and asks again; the cursor says what the last thing was. */
export async function longPoll(road: Road, notes: Notes, setup: Setup): Promise<void> {
  const { clock } = road;
  let cursor = 0;
  while (!clock.isStopped() && clock.now() < DURATION) {
    const target = setup.cursor ? `/scans/next?after=${cursor}` : "/scans/next";
    const { status, ids } = await ask(road, notes, target, setup.hold + PATIENCE);
    cursor = Math.max(cursor, ...ids);
    const failed = status === 0 || status >= 400;
    await clock.until(clock.now() + setup.gap + (failed ? BACKOFF : 0));
  }
}

/** Opens one stream and reads it; one that breaks is opened again where it was left. */
export async function listen(road: Road, notes: Notes): Promise<void> {
  const { clock, browser } = road;
  const target = "/scans/stream?after=0";
  const parser = createEventStreamParser();
  while (!clock.isStopped()) {
    const own: Fields = [
      ["accept", "text/event-stream"],
      ["cache-control", "no-store"],
      ...(parser.lastEventId === "" ? [] : [["last-event-id", parser.lastEventId] as const]),
    ];
    const fields = requestFields(browser, own);
    const place = notes.asked.length;
    const at = clock.now();
    notes.asked.push({ at, target, fields, answer: null });
    notes.moved.push({ at, up: requestHead(target, fields), down: 0 });
    const headers = new Headers(own.map(([name, value]): [string, string] => [name, value]));
    try {
      const response = await road.fetch(target, { signal: road.signal, headers });
      const opened = clock.now();
      const seen = responseFields(response.status, linesOf(response.headers), null);
      const head = responseHead(response.status, REASONS[response.status] ?? "", seen);
      notes.moved.push({ at: opened, up: 0, down: head });
      const pieces: number[] = [];
      const answer = { at: opened, status: response.status, fields: seen, pieces, scans: 0 };
      notes.asked[place] = { at, target, fields, answer };
      const reader = response.body?.getReader();
      for (let piece = await reader?.read(); piece?.done === false; piece = await reader?.read()) {
        const now = clock.now();
        pieces.push(piece.value.length);
        notes.moved.push({ at: now, up: 0, down: chunkSize(piece.value.length) });
        for (const { lastEventId } of parser.push(piece.value)) {
          notes.arrivals.push({ id: Number(lastEventId), at: now });
        }
      }
    } catch {
      // Broken, or over: the loop's condition knows which.
    }
    parser.end();
    if (!clock.isStopped()) await clock.until(clock.now() + BACKOFF);
  }
}

/** What was written down, no longer to be added to. */
export const finish = ({ asked, moved, arrivals }: Notes): Run => ({ asked, moved, arrivals });
