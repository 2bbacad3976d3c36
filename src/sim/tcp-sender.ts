// The sending half of TCP: slow start, congestion avoidance and fast retransmit of RFC 5681,
// NewReno's recovery of RFC 6582, the timer of RFC 6298. No SACK.
import { createByteQueue } from "./byte-queue.ts";
import { createRetransmissionTimeout } from "./retransmission-timeout.ts";
import type { Scheduler, Timer } from "./scheduler.ts";

export interface SenderOptions {
  /** Maximum segment size in bytes of payload. */
  readonly mss: number;
  /** Initial congestion window in segments; RFC 6928 §2 says 10. */
  readonly initialWindow: number;
  /** Milliseconds; RFC 6298 §2.4 says 1,000. */
  readonly minimumTimeout: number;
}

/** What a sender asks its connection to put on the path. */
export interface Outgoing {
  readonly seq: number;
  readonly payload: Uint8Array;
  readonly fin: boolean;
  readonly retransmission: boolean;
}

export interface Sender {
  /** First sequence number that is not acknowledged. */
  readonly unacknowledged: number;
  /** Sequence number of the next segment that an acknowledgement alone would carry. */
  readonly next: number;
  /** Congestion window and slow-start threshold in bytes. */
  readonly window: number;
  readonly threshold: number;
  /** Bytes written and not yet acknowledged. */
  readonly pending: number;
  /** Bytes written and never sent. */
  readonly unsent: number;
  write(bytes: Uint8Array): void;
  /** Nothing more will be written; a FIN follows the last byte. */
  end(): void;
  /** An acknowledgement; `pure` when its segment carried neither data nor FIN. */
  acknowledge(ack: number, receiveWindow: number, pure: boolean): void;
  /** The handshake is over; `receiveWindow` in bytes. */
  open(receiveWindow: number): void;
}

/** Sequence numbers are relative: the SYN is 0, the first byte is 1. */
const FIRST_BYTE = 1;
const DUPLICATES_FOR_RETRANSMIT = 3;

/** Opens the sending half; `transmit` puts one segment on the path. */
export function createSender(
  scheduler: Scheduler,
  { mss, initialWindow, minimumTimeout }: SenderOptions,
  transmit: (segment: Outgoing) => void,
): Sender {
  const queue = createByteQueue(FIRST_BYTE);
  const timeout = createRetransmissionTimeout(minimumTimeout);
  let opened = false;
  let ended = false;
  let una = FIRST_BYTE;
  let next = FIRST_BYTE;
  /** Highest sequence number ever sent: what lies below is a retransmission. */
  let highest = FIRST_BYTE;
  let receiveWindow = 0;
  let window = initialWindow * mss;
  let threshold = Infinity;
  let duplicates = 0;
  /** NewReno's "recover": the highest sequence number sent when the loss was found. */
  let recover = 0;
  let recovering = false;
  let partialSeen = false;
  let timed: { readonly end: number; readonly at: number } | null = null;
  let timer: Timer | null = null;

  /**
   * Where segments end: behind each write, so that a segment belongs to one message, and where they
   * ended before, so that a retransmission repeats a segment and does not cut the stream anew.
   */
  const cuts: number[] = [];

  const finish = (): number => queue.end + (ended ? 1 : 0);
  const nextCut = (seq: number): number => cuts.find((at) => at > seq) ?? finish();
  const inFlight = (): number => next - una;

  const stopTimer = (): void => {
    if (timer !== null) scheduler.cancel(timer);
    timer = null;
  };
  const restartTimer = (): void => {
    stopTimer();
    timer = scheduler.schedule(scheduler.now + timeout.current, onTimeout);
  };

  /** Sends up to `length` sequence numbers from `seq`; the FIN is the last of them. */
  const send = (seq: number, length: number): number => {
    const end = Math.min(seq + length, nextCut(seq));
    if (!cuts.includes(end)) cuts.splice(cuts.findIndex((at) => at > end) >>> 0, 0, end);
    const payload = queue.slice(Math.min(seq, queue.end), Math.min(end, queue.end));
    const retransmission = seq < highest;
    // Karn (RFC 6298 §3): a retransmitted segment gives no sample.
    if (retransmission) timed = null;
    else if (timed === null) timed = { end, at: scheduler.now };
    highest = Math.max(highest, end);
    transmit({ seq, payload, fin: ended && end > queue.end, retransmission });
    return end;
  };

  const sendMore = (): void => {
    if (!opened) return;
    // Limited transmit (RFC 5681 §3.2, step 1): two more segments on the first two duplicates.
    const extra = recovering ? 0 : Math.min(duplicates, 2) * mss;
    for (;;) {
      const allowance = Math.min(window + extra, receiveWindow) - inFlight();
      const left = nextCut(next) - next;
      if (left <= 0) break;
      // Sender's silly-window avoidance (RFC 9293 §3.8.6.2.1): a full segment or all there is.
      const size = Math.min(mss, left);
      if (allowance < size && !(inFlight() === 0 && allowance > 0)) break;
      next = send(next, Math.min(size, allowance));
      if (timer === null) restartTimer();
    }
    // A closed window is probed (RFC 9293 §3.8.6.1), or a lost update would end the connection.
    if (receiveWindow === 0 && finish() > next && inFlight() === 0 && timer === null)
      restartTimer();
  };

  const halve = (): void => {
    threshold = Math.max((highest - una) / 2, 2 * mss);
  };

  function onTimeout(): void {
    timer = null;
    timeout.backOff();
    if (inFlight() === 0) {
      // One byte beyond the closed window; its acknowledgement carries the window's news.
      send(next, 1);
      restartTimer();
      return;
    }
    halve();
    window = mss;
    recover = highest;
    recovering = false;
    duplicates = 0;
    next = send(una, mss);
    restartTimer();
  }

  const onNew = (ack: number): void => {
    const fresh = ack - una;
    if (timed !== null && ack >= timed.end) {
      timeout.sample(scheduler.now - timed.at);
      timed = null;
    }
    una = ack;
    next = Math.max(next, ack);
    queue.discardBefore(Math.min(ack, queue.end));
    while ((cuts[0] ?? Infinity) <= ack) cuts.shift();
    if (recovering && ack < recover) {
      // Partial acknowledgement (RFC 6582 §3.2): the next hole is lost too.
      send(una, mss);
      window = Math.max(mss, window - fresh + (fresh >= mss ? mss : 0));
      // The impatient variant (RFC 6582 §4): only the first partial acknowledgement resets the timer.
      if (!partialSeen) restartTimer();
      partialSeen = true;
    } else {
      if (recovering) window = Math.min(threshold, Math.max(inFlight(), mss) + mss);
      else if (window < threshold) window += Math.min(fresh, mss);
      else window += (mss * mss) / window;
      recovering = false;
      duplicates = 0;
      stopTimer();
      if (inFlight() > 0) restartTimer();
    }
  };

  const onDuplicate = (): void => {
    duplicates += 1;
    if (recovering) {
      window += mss;
    } else if (duplicates === DUPLICATES_FOR_RETRANSMIT && una > recover) {
      halve();
      recover = highest;
      recovering = true;
      partialSeen = false;
      send(una, mss);
      window = threshold + DUPLICATES_FOR_RETRANSMIT * mss;
      restartTimer();
    }
  };

  return {
    get unacknowledged() {
      return una;
    },
    get next() {
      return highest;
    },
    get window() {
      return window;
    },
    get threshold() {
      return threshold;
    },
    get pending() {
      return queue.end - Math.min(una, queue.end);
    },
    get unsent() {
      return Math.max(0, queue.end - highest);
    },
    write(bytes) {
      if (ended) throw new RangeError("cannot write: the stream has ended");
      queue.append(bytes);
      if (bytes.length > 0) cuts.push(queue.end);
      sendMore();
    },
    end() {
      ended = true;
      sendMore();
    },
    open(newWindow) {
      opened = true;
      receiveWindow = newWindow;
      sendMore();
    },
    acknowledge(ack, newWindow, pure) {
      const unchanged = newWindow === receiveWindow;
      receiveWindow = newWindow;
      if (ack > una && ack <= highest) onNew(ack);
      else if (ack === una && pure && unchanged && inFlight() > 0) onDuplicate();
      sendMore();
    },
  };
}
