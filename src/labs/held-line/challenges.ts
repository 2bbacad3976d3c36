// A proxy that holds back, a heartbeat that is just enough, and tabs without number. RFC 10036 §3, §9.2.6.
import type { Answers, Challenge, Verdict } from "#kit/lab.ts";
import { refuse } from "#kit/question.ts";
import type { Seen } from "./line.ts";
import { RANGES, START, type Setup } from "./setup.ts";

/** What people do about a proxy that collects, and what comes of it. */
const CURES = [
  {
    value: "incremental",
    text: "Send Incremental: ?1 and configure or replace the proxy",
    why: "",
  },
  {
    value: "field",
    text: "Send Incremental: ?1; every proxy has to obey it",
    why: "A proxy that does not know the field goes on as before, and one that knows it may refuse with an error instead.",
  },
  {
    value: "retry",
    text: "Send retry: 0",
    why: "retry says how long the client waits after a lost connection. Here none is lost.",
  },
  {
    value: "comment",
    text: "Send a comment every 15 s",
    why: "Comments keep the line from being idle. They fill the buffer a little faster, a few bytes at a time.",
  },
  {
    value: "no-store",
    text: "Send Cache-Control: no-store",
    why: "no-store forbids keeping the response, not collecting it on the way.",
  },
] as const;

/** How long a buffer holds the first event back, and what helps. */
export const burst: Challenge<Setup, Seen> = {
  id: "burst",
  title: "Silence, and then a burst",
  pose(chance) {
    const size = 20 * chance.between(3, 20);
    const every = chance.between(2, 12);
    const kibi = chance.between(2, 8);
    const number = Math.ceil((kibi * 1024) / size);
    return {
      ask: `Every ${every} s an event of ${size} bytes. A proxy passes on only full buffers of ${kibi} KiB (${kibi * 1024} bytes).`,
      form: [
        {
          kind: "number",
          id: "wait",
          ask: "How long after it happened does the first event reach the page?",
          unit: "s",
          tolerance: 0,
        },
        {
          kind: "choice",
          id: "cure",
          ask: "What helps?",
          options: chance.shuffle(CURES.map(({ value, text }) => ({ value, text }))),
        },
      ],
      check({ wait, cure }: Answers): Verdict {
        const given = Number(wait);
        if (given !== (number - 1) * every) {
          return refuse(
            given === number * every
              ? `The buffer is full with event ${number}; count from the first event, not from the start.`
              : `${kibi * 1024} bytes ÷ ${size} bytes, rounded up, is the event with which the buffer is full: number ${number}.`,
            "rfc10036#1",
          );
        }
        const chosen = CURES.find(({ value }) => value === cure);
        return chosen?.value === "incremental"
          ? {
              solved: true,
              why: "The field says what you need; whether it is heard is up to the proxy. So look after the proxies that are yours, and test through the others.",
              source: "rfc10036#3",
            }
          : refuse(chosen?.why ?? "Choose what helps.", "rfc10036#3");
      },
    };
  },
};

/** The slowest heartbeat that keeps the line. */
export const heartbeat: Challenge<Setup, Seen> = {
  id: "heartbeat",
  title: "Just enough heartbeat",
  pose(chance) {
    const timeout = 10 * chance.between(2, 6);
    const gap = 20 * chance.between(5, 10);
    const best = timeout - RANGES.heartbeat.step;
    return {
      ask: `A proxy hangs up after ${timeout} s without a byte; events come every ${gap} s. Set the slowest heartbeat with which it never hangs up, and run it.`,
      form: [],
      watch(setup, { cuts }): Verdict | null {
        if (setup.trouble !== "idle" || setup.timeout !== timeout || setup.gap !== gap) return null;
        const source = "html-sse#authoring-notes";
        if (setup.heartbeat === 0) {
          return refuse(`Without a heartbeat the proxy hung up ${cuts} times.`, source);
        }
        if (cuts > 0) {
          return refuse(
            `Every ${setup.heartbeat} s is too slow: the proxy hung up ${cuts} times. It must hear a byte before ${timeout} s are over.`,
            source,
          );
        }
        return setup.heartbeat === best
          ? {
              solved: true,
              why: "Below the timeout, and no faster than needed. In practice leave more room: about 15 s passes nearly everything that you do not know.",
              source,
            }
          : refuse(
              `It never hung up, but every ${setup.heartbeat} s is more often than needed.`,
              source,
            );
      },
      stage: { ...START, trouble: "idle", timeout, gap, heartbeat: 0 },
    };
  },
};

/** All tabs live although the server speaks HTTP/1.1 only. */
export const manyTabs: Challenge<Setup, Seen> = {
  id: "many-tabs",
  title: "More tabs than connections",
  pose(chance) {
    const tabs = chance.between(7, 12);
    return {
      ask: `${tabs} tabs, and a server that speaks HTTP/1.1 only. Let every tab show events and the POST be sent.`,
      form: [],
      watch(setup, { live, saved }): Verdict | null {
        if (setup.trouble !== "six" || setup.tabs !== tabs) return null;
        if (setup.http2) {
          return refuse(
            "HTTP/2 would do, with a hundred streams and more, but this server does not speak it.",
            "rfc9113#6.5.2",
          );
        }
        if (live < tabs || !saved) {
          return refuse(
            `${live} tabs hold a connection each, and that is all there are: the others, and the POST, wait.`,
            "mdn-eventsource",
          );
        }
        return {
          solved: true,
          why: "One EventSource for all tabs: a shared worker holds it, or one tab does and passes events on by BroadcastChannel.",
          source: "html-sse#authoring-notes",
        };
      },
      stage: { ...START, trouble: "six", tabs },
    };
  },
};
