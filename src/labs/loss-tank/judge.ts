// What is asked about the losses and how the run answers. RFC 9113 §2; RFC 9114 §2; RFC 9204 §2.1.2.
import type { Answers, Finding, Question } from "#kit/lab.ts";
import { NAMES, RESOURCES, VERSIONS, type Outcome, type Seen, type Version } from "./pages.ts";
import type { Setup } from "./setup.ts";

/** Pages with more resources than these are asked about as a whole. */
const FEW = 3;

/** How long the longest wait was, in round trips. */
const WAITS = [
  { value: "none", text: "nothing waits" },
  { value: "below", text: "less than a round trip" },
  { value: "one", text: "one to two round trips" },
  { value: "more", text: "two round trips or more" },
] as const;

const waitOf = (longest: number, rtt: number): string => {
  if (longest === 0) return "none";
  if (longest < rtt) return "below";
  return longest < 2 * rtt ? "one" : "more";
};

const MORE = [
  { value: "http2", text: "over HTTP/2" },
  { value: "http3", text: "over HTTP/3" },
  { value: "same", text: "as many over both" },
] as const;

function moreOf({ http2, http3 }: Seen): string {
  const by = http2.stalled.length - http3.stalled.length;
  return by === 0 ? "same" : by > 0 ? "http2" : "http3";
}

/** What must be predicted. */
export function questions({ page, handshake }: Setup): readonly Question[] {
  const options = RESOURCES[page].map(({ id }) => ({ value: id, text: id }));
  const which: readonly Question[] =
    options.length > FEW
      ? [
          {
            kind: "choice",
            id: "more",
            ask: "Where do more resources have bytes in the browser that it cannot use yet?",
            options: MORE,
          },
        ]
      : [
          {
            kind: "several",
            id: "http2",
            ask: "Over HTTP/2, which resources have bytes in the browser that it cannot use yet?",
            options,
          },
          { kind: "several", id: "http3", ask: "And over HTTP/3?", options },
        ];
  return [
    ...which,
    {
      kind: "choice",
      id: "wait",
      ask: "How long does the longest of these waits last over HTTP/2?",
      options: WAITS,
    },
    {
      kind: "choice",
      id: "first",
      ask:
        handshake === "early"
          ? "Each may send requests with its first flight. Where is the page complete first?"
          : "Where is the page complete first?",
      options: VERSIONS.map((version) => ({ value: version, text: NAMES[version] })),
    },
  ];
}

const listed = (ids: readonly string[]): string => (ids.length === 0 ? "none" : ids.join(", "));
const same = (guess: string, ids: readonly string[]): boolean =>
  guess.split(" ").filter(Boolean).toSorted().join(" ") === [...ids].toSorted().join(" ");

function whyHttp2({ lost, stalled }: Outcome): string {
  if (lost === 0) return "Nothing was lost, so everything arrived in order.";
  return stalled.length > 1
    ? "TCP hands over bytes in order only. Everything sent behind a lost segment waits, whatever stream it belongs to."
    : "TCP hands over bytes in order only; here nothing of another resource was under way behind the lost segment.";
}

function whyHttp3({ lost, carried, stalled }: Outcome, { table }: Setup): string {
  const waits = stalled.filter((id) => !carried.includes(id));
  if (table && waits.length > 0) {
    return `${listed(waits)} waited for an entry of the QPACK table that was still under way: a field section can block although its own bytes are all there.`;
  }
  if (lost === 0) return "Nothing was lost, and no stream waits for another.";
  return stalled.length === 0
    ? "What was lost held the last bytes of its streams: nothing of them came behind it, so nothing had to wait."
    : "QUIC keeps order within each stream by itself. Only a stream with bytes in a lost packet waits.";
}

function whyWait({ lost, longest }: Outcome, rtt: number): string {
  if (lost === 0) return "Nothing was lost.";
  if (longest === 0) return "Nothing came behind the lost segment that could have waited for it.";
  if (longest < rtt) return "The repair was under way when the first waiting bytes arrived.";
  return longest < 2 * rtt
    ? "Three acknowledgements tell the sender of the hole, and the repair needs its way: about a round trip."
    : "One hole was repaired after the other, each a round trip, or the sender had to wait for its timer, a second at least.";
}

/** The version whose page was complete first. */
const firstOf = (seen: Seen): Version =>
  VERSIONS.reduce((best, version) =>
    seen[version].load.total < seen[best].load.total ? version : best,
  );

function whyFirst(seen: Seen, first: Version): { readonly why: string; readonly source: string } {
  if (first !== "http3") {
    return {
      why: "The round trip that QUIC saves was lost again: after a loss its one congestion window slows all streams, while other connections go on at their own pace.",
      source: "rfc9002#7",
    };
  }
  return seen.http2.moved
    ? {
        why: "With the address the TCP connections were gone: what was missing had to be asked for again, over new ones. QUIC went on with its connection id.",
        source: "rfc9000#9",
      }
    : {
        why: "QUIC opens and secures the connection in one round trip; over TCP the two come one after the other.",
        source: "rfc9114#2",
      };
}

/** Lays what was seen beside what was predicted. */
export function judge(setup: Setup, answers: Answers, seen: Seen): readonly Finding[] {
  const first = firstOf(seen);
  const { http2, http3 } = seen;
  const totals = VERSIONS.map(
    (version) => `${NAMES[version]}: ${Math.round(seen[version].load.total)} ms`,
  ).join("; ");
  const blocked = setup.table ? "rfc9204#2.1.2" : "rfc9000#2.2";
  const wait = waitOf(http2.longest, setup.rtt);
  const findings: Readonly<Record<string, Omit<Finding, "question">>> = {
    more: {
      right: answers["more"] === moreOf(seen),
      observed: `${http2.stalled.length} over HTTP/2, ${http3.stalled.length} over HTTP/3`,
      why: http2.lost === 0 ? whyHttp2(http2) : whyHttp3(http3, setup),
      source: blocked,
    },
    http2: {
      right: same(answers["http2"] ?? "", http2.stalled),
      observed: listed(http2.stalled),
      why: whyHttp2(http2),
      source: "rfc9114#2",
    },
    http3: {
      right: same(answers["http3"] ?? "", http3.stalled),
      observed: listed(http3.stalled),
      why: whyHttp3(http3, setup),
      source: blocked,
    },
    wait: {
      right: answers["wait"] === wait,
      observed: `${WAITS.find(({ value }) => value === wait)?.text ?? ""} (${Math.round(http2.longest)} ms)`,
      why: whyWait(http2, setup.rtt),
      source: "rfc5681#3.2",
    },
    first: {
      right: answers["first"] === first,
      observed: `${NAMES[first]} (${totals})`,
      ...whyFirst(seen, first),
    },
  };
  return questions(setup).flatMap(({ id }) => {
    const found = findings[id];
    return found === undefined ? [] : [{ question: id, ...found }];
  });
}
