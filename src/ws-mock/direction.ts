// One direction of the in-memory link: bytes leave at the speed of the wire, travel for the delay
// and arrive in order, as TCP would hand them on. A full receive buffer holds the sender back.
import type { WsClock } from "./clock.ts";
import type { Passage, PipeEvents } from "./pipe.ts";
import { createQueue } from "./queue.ts";

/** The properties of one direction. */
export interface Path {
  /** One-way propagation delay in milliseconds. */
  readonly delay: number;
  /** Bits per second; Infinity for a wire that never is the bottleneck. */
  readonly bandwidth: number;
  /** Bytes that wait for a reader who does not read before the sender has to stop. */
  readonly receiveBuffer: number;
}

/** A direction, driven by the sending end and the receiving end. */
export interface Direction {
  write(bytes: Uint8Array, passage?: Passage): void;
  end(): void;
  /** Nothing written so far goes out any more; the receiver is told after the delay. */
  reset(): void;
  /** The receiver takes nothing any more, for good. */
  close(): void;
  setReading(reading: boolean): void;
  /** A dead wire neither carries nor delivers; what waits goes on when it is alive again. */
  setAlive(alive: boolean): void;
  setPath(path: Path): void;
}

/** Bytes put on the wire in one go, so that a slow wire drains step by step: Ethernet's 1,500 less 40. */
const PIECE = 1460;
/** Milliseconds: sums of fractions may miss a due time by less than this. */
const ROUNDING = 1e-6;

interface Waiting {
  readonly bytes: Uint8Array;
  readonly passage: Passage | undefined;
  readonly since: number;
  sent: number;
  readonly kind: "bytes" | "end";
}

interface Flying {
  at: number;
  readonly kind: "bytes" | "end" | "reset";
  readonly bytes: Uint8Array;
  /** Told on arrival; present on the last piece of what was written. */
  readonly passage?: Passage | undefined;
}

const nothing = new Uint8Array(0);

/** Opens a direction; `left` counts bytes for the sender, `receiver` is told what arrives. */
export function createDirection(
  clock: WsClock,
  firstPath: Path,
  left: (count: number) => void,
  receiver: () => PipeEvents | null,
): Direction {
  let path = firstPath;
  const waiting = createQueue<Waiting>();
  let onWire: { readonly entry: Waiting; readonly size: number; readonly done: number } | null =
    null;
  const flying = createQueue<Flying>();
  const unread = createQueue<Flying>();
  let held = 0; // bytes flying or unread
  let free = 0; // when the wire is free again
  let reading = true;
  let alive = true;
  let closed = false;
  let stopPump: (() => void) | null = null;
  let stopArrival: (() => void) | null = null;

  const wakePump = (delay: number) => {
    stopPump?.();
    stopPump = clock.after(Math.max(0, delay), pump);
  };
  const wakeArrival = () => {
    const next = flying.peek();
    if (next === undefined || stopArrival !== null || !alive || closed) return;
    stopArrival = clock.after(Math.max(0, next.at - clock.now()), arrive);
  };
  const launch = (item: Flying) => {
    flying.push(item);
    held += item.bytes.length;
  };

  function pump() {
    stopPump = null;
    putOnWire();
    // Without a delay the bytes are there: no further task is needed to hand them over.
    if (stopArrival === null) arrive();
  }

  function putOnWire() {
    while (alive && !closed) {
      const now = clock.now();
      if (onWire !== null) {
        if (onWire.done > now + ROUNDING) {
          wakePump(onWire.done - now);
          return;
        }
        finishPiece(onWire);
        continue;
      }
      const entry = waiting.peek();
      if (entry === undefined) return;
      if (entry.kind === "end") {
        waiting.shift();
        launch({ at: Math.max(free, now) + path.delay, kind: "end", bytes: nothing });
        continue;
      }
      const rest = entry.bytes.length - entry.sent;
      const size = path.bandwidth === Infinity ? rest : Math.min(PIECE, rest);
      if (!reading && held + size > path.receiveBuffer) return;
      startPiece(entry, size, now);
    }
  }

  function startPiece(entry: Waiting, size: number, now: number) {
    const start = Math.max(free, entry.since);
    const timeFor = (count: number) => (count * 8000) / path.bandwidth;
    if (entry.sent === 0) {
      const arrives = start + timeFor(entry.bytes.length) + path.delay;
      entry.passage?.leaves(now, Math.max(now, arrives));
    }
    onWire = { entry, size, done: start + timeFor(size) };
  }

  function finishPiece({ entry, size, done }: { entry: Waiting; size: number; done: number }) {
    onWire = null;
    free = done;
    const bytes = entry.bytes.subarray(entry.sent, entry.sent + size);
    entry.sent += size;
    const last = entry.sent === entry.bytes.length;
    if (last) waiting.shift();
    const passage = last ? entry.passage : undefined;
    launch({ at: done + path.delay, kind: "bytes", bytes, passage });
    left(size);
  }

  function arrive() {
    stopArrival = null;
    while (alive && !closed) {
      const item = flying.peek();
      if (item === undefined || item.at > clock.now() + ROUNDING) break;
      flying.shift();
      if (reading || item.kind === "reset") deliver(item);
      else unread.push(item);
    }
    wakeArrival();
  }

  function deliver(item: Flying) {
    held -= item.bytes.length;
    item.passage?.arrived(clock.now());
    if (item.kind === "bytes") receiver()?.received(item.bytes);
    else if (item.kind === "end") receiver()?.ended();
    else receiver()?.lost();
  }

  function forget(items: readonly { readonly passage?: Passage | undefined }[]) {
    for (const { passage } of items) passage?.lost();
  }

  return {
    write(bytes, passage) {
      if (closed || bytes.length === 0) return;
      waiting.push({ bytes, passage, since: clock.now(), sent: 0, kind: "bytes" });
      if (stopPump === null && alive) wakePump(0);
    },
    end() {
      waiting.push({
        bytes: nothing,
        passage: undefined,
        since: clock.now(),
        sent: 0,
        kind: "end",
      });
      if (stopPump === null && alive) wakePump(0);
    },
    reset() {
      forget(waiting.takeAll());
      onWire = null;
      launch({ at: clock.now() + path.delay, kind: "reset", bytes: nothing });
      wakeArrival();
    },
    close() {
      closed = true;
      forget([...unread.takeAll(), ...flying.takeAll(), ...waiting.takeAll()]);
      onWire = null;
      stopPump?.();
      stopArrival?.();
    },
    setReading(now) {
      reading = now;
      while (reading && !closed && unread.length > 0) deliver(unread.shift() as Flying);
      if (!reading || !alive || onWire !== null) return;
      // A sender that was held back goes on from now, not from when the wire fell silent.
      free = Math.max(free, clock.now());
      if (stopPump === null) wakePump(0);
    },
    setAlive(now) {
      if (alive === now) return;
      alive = now;
      stopPump?.();
      stopArrival?.();
      stopPump = stopArrival = null;
      if (!alive || closed) return;
      // What was under way when the wire died is sent again: a whole delay passes from now on.
      const time = clock.now();
      for (const item of flying.all()) item.at = Math.max(item.at, time + path.delay);
      if (onWire !== null) onWire = { ...onWire, done: Math.max(onWire.done, time) };
      else free = Math.max(free, time);
      wakePump(0);
      wakeArrival();
    },
    setPath(next) {
      path = next;
    },
  };
}
