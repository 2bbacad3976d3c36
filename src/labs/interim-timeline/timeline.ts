// When what happens with and without interim answers: RFC 9110 §10.1.1, §15.2; RFC 8297 §2.

/** What the learner sets. */
export interface Setup {
  /** "hints": 103 before a page. "upload": 100 (Continue) before content. */
  readonly scene: "hints" | "upload";
  /** Round trip in milliseconds. */
  readonly rtt: number;
  /** Milliseconds that the server needs to know its final answer. */
  readonly think: number;
  /** Megabits per second (10⁶ bit), the same both ways. */
  readonly bandwidth: number;
  /** Kilobytes (10³ B) of the stylesheet. */
  readonly stylesheet: number;
  /** Megabytes (10⁶ B) of the upload. */
  readonly upload: number;
  /** What the server makes of the upload. */
  readonly answer: "refused" | "accepted";
}

/** A stretch of time on one side's line; `from` equals `until` for a moment. Milliseconds. */
export interface Stretch {
  readonly id: string;
  readonly text: string;
  readonly who: "client" | "server";
  readonly from: number;
  readonly until: number;
}

/** One way to do it and what came of it. */
export interface Lane {
  readonly stretches: readonly Stretch[];
  /** When the page can be painted, or the client knows how its upload ended. Milliseconds. */
  readonly end: number;
  /** Megabytes of content sent although the server refused them. */
  readonly wasted: number;
}

/** Both ways side by side. */
export interface Timeline {
  readonly plain: Lane;
  readonly interim: Lane;
}

/** Milliseconds in which `bytes` cross a link of `bandwidth` Mbit/s. */
const transfer = (bytes: number, bandwidth: number): number => (bytes * 8) / (bandwidth * 1000);

const stretch = (
  id: string,
  who: Stretch["who"],
  text: string,
  from: number,
  until = from,
): Stretch => ({ id, who, text, from, until });

/**
 * A page whose stylesheet is named in its head. The connection is open, heads and the page's first
 * bytes take no time to send, and several exchanges share the connection (HTTP/2).
 */
function hints({ rtt, think, bandwidth, stylesheet }: Setup): Timeline {
  const css = transfer(stylesheet * 1000, bandwidth);
  const page = rtt + think;
  const late = page + rtt + css;
  const early = 2 * rtt + css;
  const thinking = stretch(
    "think",
    "server",
    "server works out the page",
    rtt / 2,
    rtt / 2 + think,
  );
  return {
    plain: {
      stretches: [
        thinking,
        stretch("page", "client", "page arrives", page),
        stretch("css", "client", "stylesheet requested and read", page, late),
      ],
      end: late,
      wasted: 0,
    },
    interim: {
      stretches: [
        thinking,
        stretch("103", "client", "103 arrives", rtt),
        stretch("css", "client", "stylesheet requested and read", rtt, early),
        stretch("page", "client", "page arrives", page),
      ],
      end: Math.max(page, early),
      wasted: 0,
    },
  };
}

/** An upload whose head is enough to judge it; the client stops sending when it reads a refusal. */
function uploading({ rtt, think, bandwidth, upload, answer }: Setup): Timeline {
  const sending = transfer(upload * 1e6, bandwidth);
  const verdict = rtt + think;
  const judging = stretch("think", "server", "server judges the head", rtt / 2, rtt / 2 + think);
  if (answer === "refused") {
    const sent = Math.min(sending, verdict);
    return {
      plain: {
        stretches: [
          stretch("content", "client", "sends content in vain", 0, sent),
          judging,
          stretch("final", "client", "413 arrives", verdict),
        ],
        end: verdict,
        wasted: (sent / sending) * upload,
      },
      interim: {
        stretches: [
          stretch("wait", "client", "waits", 0, verdict),
          judging,
          stretch("final", "client", "413 arrives", verdict),
        ],
        end: verdict,
        wasted: 0,
      },
    };
  }
  const plainEnd = Math.max(sending, think) + rtt;
  return {
    plain: {
      stretches: [
        stretch("content", "client", "sends content", 0, sending),
        judging,
        stretch("final", "client", "201 arrives", plainEnd),
      ],
      end: plainEnd,
      wasted: 0,
    },
    interim: {
      stretches: [
        stretch("wait", "client", "waits for 100", 0, verdict),
        judging,
        stretch("content", "client", "sends content", verdict, verdict + sending),
        stretch("final", "client", "201 arrives", verdict + sending + rtt),
      ],
      end: verdict + sending + rtt,
      wasted: 0,
    },
  };
}

/** Computes both ways in closed form: no chance, no congestion, no loss. */
export const computeTimeline = (setup: Setup): Timeline =>
  setup.scene === "hints" ? hints(setup) : uploading(setup);
