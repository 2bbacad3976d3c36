// A hold time that fits a proxy, the scan between two polls, and the case in which asking wins. RFC 6202 §2, §5.5.
import type { Answers, Challenge, Verdict } from "#kit/lab.ts";
import { refuse } from "#kit/question.ts";
import { bytesOf, byBytes, NAMES, totalOf, type Seen } from "./measured.ts";
import { DURATION, START, type Setup } from "./setup.ts";
import { moment, scanList, seconds, size } from "./words.ts";

/** Long polling through a proxy: nothing cut, fresh, and few requests. */
export const holdTime: Challenge<Setup, Seen> = {
  id: "hold-time",
  title: "Hold it as long as the proxy does",
  pose(chance) {
    const proxy = chance.pick([20, 30, 40] as const);
    const rate = chance.between(1, 3);
    const stream = chance.between(1, 20);
    // One answer for each scan, one for each silence, and room for one more.
    const most = Math.ceil(rate + 60 / (proxy - 5)) + 1;
    return {
      ask: `A proxy gives up on any answer after ${proxy} s. There ${rate === 1 ? "is one scan" : `are ${rate} scans`} a minute. Let long polling bring each within 2 s on average, with no request cut and at most ${most} requests a minute. Predict, then run.`,
      form: [],
      watch(setup, seen) {
        if (setup.proxy !== proxy || setup.rate !== rate || setup.stream !== stream) return null;
        const long = totalOf(seen, "long", setup.newest);
        const perMinute = (long.requests / DURATION) * 60;
        if (long.failed > 0) {
          return refuse(
            `The proxy cut ${long.failed} of the requests: you hold them for ${setup.hold} s, it waits for ${proxy}. Answer 204 before it gives up.`,
            "rfc6202#5.5",
          );
        }
        if (!setup.cursor || long.lost.length > 0) {
          return refuse(
            `Without a cursor a scan in the gap is never told: ${long.lost.length > 0 ? `${scanList(long.lost)} did not arrive` : "this time none came there, by luck"}.`,
            "rfc6202#2.1",
          );
        }
        if (long.mean === null || long.mean > 2) {
          return refuse(
            `A scan was ${seconds(long.mean ?? 0)} old on average. It waits while nobody asks: shorten the gap.`,
            "rfc6202#2.2",
          );
        }
        if (perMinute > most) {
          return refuse(
            `${perMinute.toFixed(1)} requests a minute: a hold of ${setup.hold} s ends in silence too often. Hold longer, but shorter than the proxy.`,
            "rfc6202#5.5",
          );
        }
        return {
          solved: true,
          why: `A hold of ${setup.hold} s stays below the proxy's ${proxy} s, and with ${perMinute.toFixed(1)} requests a minute each scan came after ${seconds(long.mean)}.`,
          source: "rfc6202#5.5",
        };
      },
      stage: { ...START, proxy, rate, stream, hold: 60, gap: 0.5 },
    };
  },
};

/** What is between two long polls. */
export const lostScan: Challenge<Setup, Seen> = {
  id: "lost-scan",
  title: "The scan that nobody asked for",
  pose(chance) {
    const first = chance.between(20, 80);
    const start = chance.between(20, 70);
    const answered = start + chance.between(8, 16);
    const again = answered + chance.between(2, 4);
    const inGap = answered + 1;
    const later = again + chance.between(4, 9);
    const rows = [
      [first, answered, "ends the first long poll and is in its answer"],
      [first + 1, inGap, ""],
      [first + 2, later, ""],
    ] as const;
    return {
      ask: `A long poll without a cursor is held from ${moment(start)} and answered at ${moment(answered)}; the client asks again at ${moment(again)}. ${rows
        .map(([id, at]) => `Scan ${id} comes at ${moment(at)}`)
        .join(", ")}. Which does the client never see, and what should it have sent?`,
      form: [
        {
          kind: "several",
          id: "lost",
          ask: "Never seen",
          options: rows.map(([id]) => ({ value: String(id), text: `scan ${id}` })),
        },
        {
          kind: "choice",
          id: "cursor",
          ask: `With the request at ${moment(again)}`,
          options: chance.shuffle([
            { value: "last", text: `after=${first}, the last scan that it has received` },
            { value: "time", text: `since=${moment(again)}, its own clock` },
            { value: "count", text: "count=1, how many it has received in all" },
            { value: "faster", text: "nothing, but without the gap" },
          ]),
        },
      ],
      check: (answers) => checkLost(answers, first),
    };
  },
};

const CURSORS: Readonly<Record<string, Verdict>> = {
  time: refuse(
    "The client's clock at that moment lies behind the scan: “since now” asks for what comes next. And two clocks never agree.",
    "rfc6202#2.1",
  ),
  count: refuse(
    "A count says how many, not which: after one loss, or for a client that joined late, it names the wrong scans.",
    "rfc6202#2.1",
  ),
  faster: refuse(
    "The gap gets smaller, never zero: the answer travels to the client and the request back, and a scan may come meanwhile.",
    "rfc6202#2.2",
  ),
};

function checkLost(answers: Answers, first: number): Verdict {
  const lost = (answers["lost"] ?? "").split(" ").filter(Boolean).map(Number);
  if (lost.includes(first)) {
    return refuse(
      `Scan ${first} came while the request was held: it is what the answer was waiting for.`,
      "rfc6202#2.1",
    );
  }
  if (lost.includes(first + 2)) {
    return refuse(
      `Scan ${first + 2} comes while the second request is held, so it ends that one.`,
      "rfc6202#2.1",
    );
  }
  if (!lost.includes(first + 1)) {
    return refuse(
      `At scan ${first + 1} no request was held, and the next one did not ask for what had been before.`,
      "rfc6202#2.1",
    );
  }
  return (
    CURSORS[answers["cursor"] ?? ""] ?? {
      solved: true,
      why: `With after=${first} the service answers at once with scan ${first + 1}: what happened in the gap waits for whoever names the last thing that he has seen.`,
      source: "rfc6202#2.1",
    }
  );
}

/** Short polling with the fewest bytes of all four. */
export const askingWins: Challenge<Setup, Seen> = {
  id: "asking-wins",
  title: "When asking wins",
  pose(chance) {
    const oldest = chance.pick([20, 30] as const);
    // Each leaves a margin that no browser's longer fields use up.
    const rate = oldest === 20 ? 60 : chance.pick([40, 50, 60] as const);
    return {
      ask: `A board on the wall shows how many parcels have left. It needs the newest number alone and may be ${oldest} s behind; there are ${rate} scans a minute. Set the meter up so that short polling moves fewer bytes than each of the others. Predict, then run.`,
      form: [],
      watch(setup, seen) {
        if (setup.rate !== rate) return null;
        const least = byBytes(seen)[0] ?? "short";
        const short = bytesOf(totalOf(seen, "short"));
        if (setup.interval > oldest) {
          return refuse(
            `Asking every ${setup.interval} s, the board can be ${setup.interval} s behind; ${oldest} are allowed.`,
            "rfc6202#2.1",
          );
        }
        if (least !== "short" && !setup.newest) {
          return refuse(
            `Short polling moved ${size(short)}, ${NAMES[least]} ${size(bytesOf(totalOf(seen, least)))}: an answer with every scan since the last carries as much as a stream, and heads besides. The board does not need them all.`,
            "rfc6202#2.2",
          );
        }
        if (least !== "short") {
          return refuse(
            `Short polling moved ${size(short)}, ${NAMES[least]} ${size(bytesOf(totalOf(seen, least)))}: ${DURATION / setup.interval} requests cost more than the scans that they leave out. Ask less often.`,
            "rfc6202#2.2",
          );
        }
        return {
          solved: true,
          why: `${size(short)} in ${DURATION / setup.interval} requests, because one answer stands for ${Math.round((rate * setup.interval) / 60)} scans. Where changes come faster than they are needed, asking wins, and nothing is held open between.`,
          source: "rfc6202#2.1",
        };
      },
      stage: { ...START, rate, interval: 5 },
    };
  },
};
