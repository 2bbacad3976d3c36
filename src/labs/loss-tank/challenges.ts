// A loss that only HTTP/2 feels, two stalls in HTTP/3, a page that HTTP/3 completes later, and 0-RTT.
// RFC 9114 §2; RFC 9204 §2.1.2; RFC 9002 §7; RFC 8470 §4.
import type { Answers, Challenge, Verdict } from "#kit/lab.ts";
import { refuse } from "#kit/question.ts";
import type { Seen } from "./pages.ts";
import { START, type Setup } from "./setup.ts";

const names = (ids: readonly string[]): string => ids.join(" and ");

/** A packet whose loss stalls two resources over HTTP/2 and one over HTTP/3. */
export const onlyHttp2: Challenge<Setup, Seen> = {
  id: "only-http2",
  title: "A loss that spreads over HTTP/2 alone",
  pose(chance) {
    const rtt = 10 * chance.between(4, 16);
    return {
      ask: `A round trip of ${rtt} ms. Lose one packet so that HTTP/2 stalls two resources or more and HTTP/3 exactly one. Leave the QPACK table off.`,
      form: [],
      watch(setup, { http2, http3 }) {
        if (setup.rtt !== rtt || setup.table || setup.page !== "three") return null;
        if (setup.loss !== "packet")
          return refuse("Choose one packet in the picture and lose it.", "rfc9114#2");
        if (http2.stalled.length < 2) {
          return refuse(
            `Over HTTP/2 only ${names(http2.stalled) || "nothing"} waited: no other resource was sent behind the lost segment. Lose an earlier one.`,
            "rfc9114#2",
          );
        }
        if (http3.stalled.length !== 1) {
          return refuse(
            http3.stalled.length === 0
              ? "Over HTTP/3 nothing had to wait: the lost packet held the end of its stream."
              : `Over HTTP/3 ${names(http3.stalled)} waited: the lost packet held bytes of both.`,
            "rfc9000#2.2",
          );
        }
        return {
          solved: true,
          why: `HTTP/2 held back ${names(http2.stalled)}, HTTP/3 only ${names(http3.stalled)}: TCP has one order for all, QUIC one for each stream.`,
          source: "rfc9114#2",
        };
      },
      stage: { ...START, rtt, loss: "none" },
    };
  },
};

/** HTTP/3 with two stalled resources after one lost packet. */
export const twoAtOnce: Challenge<Setup, Seen> = {
  id: "two-at-once",
  title: "Two stalls in HTTP/3",
  pose(chance) {
    const rtt = 10 * chance.between(4, 16);
    return {
      ask: `A round trip of ${rtt} ms. Make one lost packet, or what the packets refer to, stall two resources or more over HTTP/3.`,
      form: [],
      watch(setup, { http3 }) {
        if (setup.rtt !== rtt || setup.page !== "three") return null;
        if (setup.loss !== "packet") {
          return refuse("Lose one packet, and only one.", "rfc9204#2.1.2");
        }
        if (http3.stalled.length < 2) {
          return refuse(
            setup.table
              ? `Only ${names(http3.stalled) || "nothing"} waited. The table blocks a stream whose entry is late; lose a packet of another one beside it.`
              : `Only ${names(http3.stalled) || "nothing"} waited: without the table a packet mostly carries one stream, and streams do not know of each other.`,
            "rfc9204#2.1.2",
          );
        }
        return {
          solved: true,
          why: `${names(http3.stalled)} waited. Streams are independent as far as their bytes go, not as far as their field sections go.`,
          source: "rfc9204#2.1.2",
        };
      },
      stage: { ...START, rtt, drop: 4 },
    };
  },
};

/** A loss after which another version has the page complete before HTTP/3. */
export const notFirst: Challenge<Setup, Seen> = {
  id: "not-first",
  title: "HTTP/3 is not first",
  pose(chance) {
    const rtt = 10 * chance.between(6, 16);
    return {
      ask: `A first visit with a round trip of ${rtt} ms: HTTP/3 is a round trip ahead before anything is asked for. Lose one packet so that another version has the three resources complete first.`,
      form: [],
      watch(setup, { http1, http2, http3 }) {
        if (setup.rtt !== rtt || setup.page !== "three" || setup.handshake !== "full") return null;
        const others = Math.min(http1.load.total, http2.load.total);
        const behind = Math.round(http3.load.total - others);
        if (setup.loss !== "packet") {
          return refuse("Choose one packet in the picture and lose it.", "rfc9002#7");
        }
        if (setup.moves > 0) {
          return refuse(
            "Leave the address as it is: over TCP everything begins anew.",
            "rfc9000#9",
          );
        }
        return behind > 0
          ? {
              solved: true,
              why: `HTTP/3 was ${behind} ms behind. One connection has one congestion window: halved in the first round trips, it slows all three streams. Of three connections only one was slowed.`,
              source: "rfc9002#7",
            }
          : refuse(
              `HTTP/3 was first, by ${-behind} ms. Its window had grown already when the packet was lost: lose an earlier one.`,
              "rfc9002#7",
            );
      },
      stage: { ...START, rtt, loss: "none" },
    };
  },
};

/** Requests, and what sending them twice would do. */
const REQUESTS = [
  { value: "track", text: "GET /parcels/7", safe: true, why: "" },
  { value: "check", text: "HEAD /labels/7.pdf", safe: true, why: "" },
  {
    value: "book",
    text: "POST /parcels",
    safe: false,
    why: "A replayed POST books a second parcel.",
  },
  {
    value: "move",
    text: "PUT /parcels/7",
    safe: false,
    why: "PUT is idempotent, but a replay can come later and undo a newer PUT; only safe methods may go.",
  },
  {
    value: "drop",
    text: "DELETE /parcels/7",
    safe: false,
    why: "DELETE is idempotent, but not safe: a replay can delete what was created again meanwhile.",
  },
] as const;

function judgeEarly(answers: Answers): Verdict {
  const chosen = (answers["requests"] ?? "").split(" ").filter(Boolean);
  const wrong = REQUESTS.find(({ value, safe }) => !safe && chosen.includes(value));
  if (wrong !== undefined) return refuse(`${wrong.text}: ${wrong.why}`, "rfc8470#4");
  const missed = REQUESTS.find(({ value, safe }) => safe && !chosen.includes(value));
  return missed === undefined
    ? {
        solved: true,
        why: "Early data can be replayed by anyone who copied it, so only requests whose method is safe may go there.",
        source: "rfc8470#4",
      }
    : refuse(
        `${missed.text} is safe: a replay asks again and changes nothing, so it may go.`,
        "rfc8470#4",
      );
}

/** Which requests a client may send in 0-RTT. */
export const earlyData: Challenge<Setup, Seen> = {
  id: "early-data",
  title: "What may go in 0-RTT",
  pose: (chance) => ({
    ask: "The client has a ticket and could send all of these with its first flight, where an attacker may copy and replay them. Which may it send there without further knowledge?",
    form: [
      {
        kind: "several",
        id: "requests",
        ask: "In early data",
        options: chance.shuffle(REQUESTS.map(({ value, text }) => ({ value, text }))),
      },
    ],
    check: judgeEarly,
  }),
};
