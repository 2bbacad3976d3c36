// What is asked about a lost packet and how the run answers. RFC 9113 §2; RFC 9114 §2; RFC 9204 §2.1.2.
import type { Answers, Finding, Question } from "#kit/lab.ts";
import { NAMES, RESOURCES, VERSIONS, type Outcome, type Seen, type Version } from "./tank.ts";
import type { Setup } from "./setup.ts";

const resources = RESOURCES.map(({ id }) => ({ value: id, text: id }));

/** What must be predicted. */
export const questions = (setup: Setup): readonly Question[] => [
  {
    kind: "several",
    id: "http2",
    ask: "Over HTTP/2, which resources have bytes in the browser that it cannot use yet?",
    options: resources,
  },
  {
    kind: "several",
    id: "http3",
    ask: "And over HTTP/3?",
    options: resources,
  },
  {
    kind: "choice",
    id: "first",
    ask:
      setup.handshake === "early"
        ? "Each may send requests with its first flight. Where is the page complete first?"
        : "Where is the page complete first?",
    options: VERSIONS.map((version) => ({ value: version, text: NAMES[version] })),
  },
];

const listed = (ids: readonly string[]): string => (ids.length === 0 ? "none" : ids.join(", "));
const same = (guess: string, ids: readonly string[]): boolean =>
  guess.split(" ").filter(Boolean).toSorted().join(" ") === [...ids].toSorted().join(" ");

function whyHttp2({ carried, stalled }: Outcome): string {
  if (carried.length === 0) return "Nothing was lost, so everything arrived in order.";
  return stalled.length > 1
    ? "TCP hands over bytes in order only. The lost segment held one resource’s bytes, and everything sent behind it waits, whatever stream it belongs to."
    : "TCP hands over bytes in order only; here nothing of another resource was under way behind the lost segment.";
}

function whyHttp3({ carried, stalled }: Outcome, { table }: Setup): string {
  const waits = stalled.filter((id) => !carried.includes(id));
  if (table && waits.length > 0) {
    return `${listed(waits)} waited for an entry of the QPACK table that was still under way: a field section can block although its own bytes are all there.`;
  }
  if (carried.length === 0) return "Nothing was lost, and no stream waits for another.";
  return stalled.length === 0
    ? "The packet held the last bytes of its stream: nothing of that stream came behind it, so nothing had to wait."
    : "QUIC keeps order within each stream by itself. Only a stream with bytes in the lost packet waits.";
}

/** The version whose page was complete first. */
const firstOf = (seen: Seen): Version =>
  VERSIONS.reduce((best, version) =>
    seen[version].load.total < seen[best].load.total ? version : best,
  );

/** Lays what was seen beside what was predicted. */
export function judge(setup: Setup, answers: Answers, seen: Seen): readonly Finding[] {
  const first = firstOf(seen);
  const totals = VERSIONS.map(
    (version) => `${NAMES[version]}: ${Math.round(seen[version].load.total)} ms`,
  ).join("; ");
  return [
    {
      question: "http2",
      right: same(answers["http2"] ?? "", seen.http2.stalled),
      observed: listed(seen.http2.stalled),
      why: whyHttp2(seen.http2),
      source: "rfc9114#2",
    },
    {
      question: "http3",
      right: same(answers["http3"] ?? "", seen.http3.stalled),
      observed: listed(seen.http3.stalled),
      why: whyHttp3(seen.http3, setup),
      source: setup.table ? "rfc9204#2.1.2" : "rfc9000#2.2",
    },
    {
      question: "first",
      right: answers["first"] === first,
      observed: `${NAMES[first]} (${totals})`,
      why:
        first === "http3"
          ? "QUIC opens and secures the connection in one round trip; over TCP the two come one after the other."
          : "The round trip that QUIC saves was lost again: after a loss its one congestion window slows all streams, while other connections go on at their own pace.",
      source: first === "http3" ? "rfc9114#2" : "rfc9002#7",
    },
  ];
}
