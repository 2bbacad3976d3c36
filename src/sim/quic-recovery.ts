// QUIC's loss detection and congestion control: RFC 9002 §5 (round-trip time), §6 (loss), §7 (NewReno).

/** A packet that was sent and asks for an acknowledgement. */
export interface SentPacket {
  readonly number: number;
  /** Virtual milliseconds. */
  readonly at: number;
  /** Bytes of the datagram that count as in flight. */
  readonly size: number;
}

/** RFC 9002 §6.1.1. */
const PACKET_THRESHOLD = 3;
/** RFC 9002 §6.1.2. */
const TIME_THRESHOLD = 9 / 8;
/** RFC 9002 §6.2.2. */
const INITIAL_ROUND_TRIP = 333;
/** RFC 9002 §6.1.2, kGranularity. */
const GRANULARITY = 1;

/** Smoothed round-trip time and its variation; shared by all packet number spaces of a path. */
export interface RoundTrip {
  readonly smoothed: number;
  readonly latest: number;
  /** RFC 9002 §6.2.1 without the back-off; `maxAckDelay` in milliseconds. */
  probeTimeout(maxAckDelay: number): number;
  sample(latest: number): void;
}

/** RFC 9002 §5.3, with an acknowledgement delay of 0: our receivers answer at once. */
export function createRoundTrip(): RoundTrip {
  let smoothed = INITIAL_ROUND_TRIP;
  let variation = INITIAL_ROUND_TRIP / 2;
  let latest = 0;
  let sampled = false;
  return {
    get smoothed() {
      return smoothed;
    },
    get latest() {
      return latest;
    },
    probeTimeout: (maxAckDelay) => smoothed + Math.max(4 * variation, GRANULARITY) + maxAckDelay,
    sample(value) {
      latest = value;
      if (sampled) {
        variation = 0.75 * variation + 0.25 * Math.abs(smoothed - value);
        smoothed = 0.875 * smoothed + 0.125 * value;
      } else {
        smoothed = value;
        variation = value / 2;
        sampled = true;
      }
    },
  };
}

/** NewReno over the packets of all spaces of a path. */
export interface Congestion {
  readonly window: number;
  readonly inFlight: number;
  readonly threshold: number;
  sent(size: number): void;
  acknowledged(packet: SentPacket): void;
  /** Packets declared lost together; a loss sent before the last reduction does not reduce again. */
  lost(packets: readonly SentPacket[], now: number): void;
  /** All packets of a longer span than `duration` were lost: RFC 9002 §7.6. */
  collapse(): void;
  /** Packets whose keys are gone, or that left on an abandoned path: no longer in flight. */
  forget(packets: readonly SentPacket[]): void;
}

/** RFC 9002 §7.2: ten datagrams, limited to the larger of two datagrams and 14,720 bytes. */
export const initialWindow = (datagram: number): number =>
  Math.min(10 * datagram, Math.max(2 * datagram, 14_720));

export function createCongestion(datagram: number): Congestion {
  const minimum = 2 * datagram;
  let window = initialWindow(datagram);
  let threshold = Infinity;
  let inFlight = 0;
  let recoveryFrom = -1;
  const leave = (packets: readonly SentPacket[]): void => {
    inFlight -= packets.reduce((sum, { size }) => sum + size, 0);
  };
  return {
    get window() {
      return window;
    },
    get inFlight() {
      return inFlight;
    },
    get threshold() {
      return threshold;
    },
    sent(size) {
      inFlight += size;
    },
    acknowledged(packet) {
      leave([packet]);
      if (packet.at <= recoveryFrom) return;
      window += window < threshold ? packet.size : (datagram * packet.size) / window;
    },
    lost(packets, now) {
      leave(packets);
      if (!packets.some(({ at }) => at > recoveryFrom)) return;
      recoveryFrom = now;
      threshold = Math.max(window / 2, minimum);
      window = threshold;
    },
    collapse() {
      window = minimum;
      recoveryFrom = -1;
    },
    forget: leave,
  };
}

/** What one packet number space has outstanding. */
export interface LossDetector<P extends SentPacket> {
  readonly outstanding: ReadonlyMap<number, P>;
  sent(packet: P): void;
  /** Inclusive ranges, as an ACK frame has them; unknown numbers are ignored. */
  acknowledged(
    ranges: readonly (readonly [from: number, to: number])[],
    now: number,
  ): { readonly acknowledged: readonly P[]; readonly roundTrip: number | null };
  /** Packets that are lost by now (§6.1); they are forgotten here. */
  detect(now: number, trip: RoundTrip): readonly P[];
  /** When the next packet will count as lost if nothing else comes, or null. */
  nextLoss(trip: RoundTrip): number | null;
  /** Empties the space: its keys were discarded. */
  discard(): readonly P[];
}

/** RFC 9002 §6.1.2: how long a packet may be overtaken before it counts as lost. */
const patience = (trip: RoundTrip): number =>
  Math.max(TIME_THRESHOLD * Math.max(trip.smoothed, trip.latest), GRANULARITY);

export function createLossDetector<P extends SentPacket>(): LossDetector<P> {
  const outstanding = new Map<number, P>();
  let largest = -1;
  return {
    outstanding,
    sent(packet) {
      outstanding.set(packet.number, packet);
    },
    acknowledged(ranges, now) {
      const acknowledged: P[] = [];
      let roundTrip: number | null = null;
      for (const packet of outstanding.values()) {
        if (!ranges.some(([from, to]) => packet.number >= from && packet.number <= to)) continue;
        acknowledged.push(packet);
        // RFC 9002 §5.1: a sample only when the largest is newly acknowledged.
        if (ranges.some(([, to]) => to === packet.number) && packet.number > largest) {
          roundTrip = now - packet.at;
        }
      }
      for (const { number } of acknowledged) outstanding.delete(number);
      largest = Math.max(largest, ...ranges.map(([, to]) => to));
      return { acknowledged, roundTrip };
    },
    detect(now, trip) {
      const lost = [...outstanding.values()].filter(
        ({ number, at }) =>
          number < largest && (largest - number >= PACKET_THRESHOLD || at + patience(trip) <= now),
      );
      for (const { number } of lost) outstanding.delete(number);
      return lost;
    },
    nextLoss(trip) {
      const overtaken = [...outstanding.values()].filter(({ number }) => number < largest);
      return overtaken.length === 0
        ? null
        : Math.min(...overtaken.map(({ at }) => at + patience(trip)));
    },
    discard() {
      const rest = [...outstanding.values()];
      outstanding.clear();
      return rest;
    },
  };
}

/** RFC 9002 §7.6.1: whether losses without an acknowledgement between them span this long. */
export function isPersistent(lost: readonly SentPacket[], duration: number): boolean {
  let start: SentPacket | null = null;
  let previous = -2;
  for (const packet of [...lost].sort((a, b) => a.number - b.number)) {
    if (start === null || packet.number !== previous + 1) start = packet;
    if (packet.at - start.at > duration) return true;
    previous = packet.number;
  }
  return false;
}
