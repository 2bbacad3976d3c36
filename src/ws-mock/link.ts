// The in-memory link: a TCP connection's worth of two directions between a client and a server.
import type { WsClock } from "./clock.ts";
import { createDirection, type Path } from "./direction.ts";
import type { Pipe, PipeEvents } from "./pipe.ts";

/** How a link behaves; `up` is client to server. What is left out is 0 ms, no limit, 64 KiB. */
export interface LinkOptions extends Partial<Path> {
  readonly up?: Partial<Path>;
  readonly down?: Partial<Path>;
}

/** One connection under construction or in use. */
export interface Link {
  readonly client: Pipe;
  setOptions(options: LinkOptions): void;
  /** Cuts the wire, or mends it. */
  setAlive(alive: boolean): void;
}

const DEFAULTS: Path = { delay: 0, bandwidth: Infinity, receiveBuffer: 65_536 };

/** The two paths of a link; a delay below 0 or a bandwidth of 0 throws RangeError. */
export function pathsOf({ up, down, ...both }: LinkOptions): { up: Path; down: Path } {
  const paths = { up: { ...DEFAULTS, ...both, ...up }, down: { ...DEFAULTS, ...both, ...down } };
  for (const { delay, bandwidth, receiveBuffer } of [paths.up, paths.down]) {
    if (!(delay >= 0 && delay < Infinity && bandwidth > 0 && receiveBuffer >= 0)) {
      throw new RangeError(
        `a link of ${delay} ms and ${bandwidth} bit/s cannot be built. ` +
          "Give a delay from 0, a bandwidth above 0 and a buffer from 0.",
      );
    }
  }
  return paths;
}

/** What a link tells whoever made it. */
export interface LinkEvents {
  /** The client's first packet is there, one delay after the start: the server's end. */
  accept(server: Pipe): void;
  /** Both ends have ended or broken it: nothing more will happen. */
  gone?(): void;
}

/** Opens a link. The client's `opened` comes after the round trip of TCP's handshake (RFC 9293 §3.5). */
export function createLink(clock: WsClock, options: LinkOptions, told: LinkEvents): Link {
  let { up: upPath, down: downPath } = pathsOf(options);
  let clientEvents: PipeEvents | null = null;
  let serverEvents: PipeEvents | null = null;
  const up = createDirection(
    clock,
    upPath,
    (count) => clientEvents?.left?.(count),
    () => serverEvents,
  );
  const down = createDirection(
    clock,
    downPath,
    (count) => serverEvents?.left?.(count),
    () => clientEvents,
  );

  let endsLeft = 2;
  const endOver = () => {
    endsLeft -= 1;
    if (endsLeft === 0) told.gone?.();
  };

  /** One end, by the direction it writes to and the one it reads from. */
  const pipeEnd = (
    out: typeof up,
    into: typeof up,
    set: (events: PipeEvents | null) => void,
  ): Pipe => {
    let over = false;
    let heardAll = false; // nothing more comes in
    const hearNoMore = () => {
      if (!heardAll) endOver();
      heardAll = true;
    };
    return {
      attach: (events) =>
        set({
          ...events,
          ended() {
            hearNoMore();
            events.ended();
          },
          // The peer broke the pipe: nothing of ours goes anywhere any more.
          lost() {
            over = true;
            out.close();
            hearNoMore();
            events.lost();
          },
        }),
      write(bytes, passage) {
        if (!over) out.write(bytes, passage);
      },
      end() {
        if (over) return;
        over = true;
        out.end();
      },
      abort() {
        if (!over) out.reset();
        over = true;
        into.close();
        set(null);
        hearNoMore();
      },
      pause: () => into.setReading(false),
      resume: () => into.setReading(true),
    };
  };

  let accepted = false;
  let abandoned = false;
  const clientEnd = pipeEnd(up, down, (events) => (clientEvents = events));
  const client: Pipe = {
    ...clientEnd,
    abort() {
      // Before the server has been reached, there is no other end to tell.
      if (!accepted && !abandoned) endOver();
      abandoned = true;
      clientEnd.abort();
    },
  };
  const server = pipeEnd(down, up, (events) => (serverEvents = events));

  // TCP's own handshake has no bytes of ours; it takes its round trip and stops at a cut wire.
  let alive = true;
  let pending: (() => void) | null = null;
  const step = (delay: number, act: () => void) => {
    clock.after(delay, () => {
      if (alive) act();
      else pending = act;
    });
  };
  step(upPath.delay, () => {
    if (abandoned) return;
    accepted = true;
    told.accept(server);
    step(downPath.delay, () => clientEvents?.opened?.());
  });

  return {
    client,
    setOptions(next) {
      ({ up: upPath, down: downPath } = pathsOf(next));
      up.setPath(upPath);
      down.setPath(downPath);
    },
    setAlive(now) {
      alive = now;
      up.setAlive(now);
      down.setAlive(now);
      const act = pending;
      pending = null;
      if (alive && act !== null) step(upPath.delay, act);
    },
  };
}
