// The fewest WINDOW_UPDATEs, a window computed, and an urgent response. RFC 9113 §6.9, RFC 9218 §4.1.
import type { Challenge } from "#kit/lab.ts";
import { parseNumber, refuse } from "#kit/question.ts";
import { INITIAL_SETTINGS } from "#protocols/http2/index.ts";
import { firstOf, type Seen } from "./pipe.ts";
import { NO_GRANTS, START, STREAMS, type Setup } from "./setup.ts";

/** The connection's window, which no setting changes (RFC 9113 §6.9.2). */
const CONNECTION = INITIAL_SETTINGS.initialWindowSize;

const sameSizes = (a: Setup["sizes"], b: Setup["sizes"]): boolean =>
  STREAMS.every((stream) => a[stream] === b[stream]);

/** A stalled pipe, opened with as few WINDOW_UPDATEs as there can be. */
export const fewestUpdates: Challenge<Setup, Seen> = {
  id: "fewest-updates",
  title: "Open a stalled pipe with the fewest WINDOW_UPDATEs",
  pose(chance) {
    const [one = 0, three = 0, five = 0] = chance.shuffle([
      2 * chance.between(18, 23),
      2 * chance.between(10, 12),
      2 * chance.between(13, 15),
    ]);
    const sizes = { 1: one, 3: three, 5: five };
    const { window } = START;
    const least = 1 + STREAMS.filter((stream) => sizes[stream] * 1000 > window).length;
    return {
      ask: `Responses of ${one}, ${three} and ${five} kB in turns, ${window} bytes of window for each stream, and you give the credit. Have all three complete with as few WINDOW_UPDATEs as possible.`,
      form: [],
      watch(setup, seen) {
        const here =
          setup.window === window &&
          setup.credit === "hand" &&
          setup.order === "round-robin" &&
          sameSizes(setup.sizes, sizes);
        if (!here) return null;
        const open = seen.waits.find(
          ({ stream, until }) => until === null && seen.completed[stream] === null,
        );
        if (open !== undefined) {
          return open.by === "stream"
            ? refuse(
                `Stream ${open.stream} stands still: its own window is empty, and only a WINDOW_UPDATE for it, large enough, helps.`,
                "rfc9113#6.9.1",
              )
            : refuse(
                `Stream ${open.stream} stands still: the connection’s 65,535 bytes are used up. Opening a stream’s window does not help; stream 0 is the connection.`,
                "rfc9113#6.9",
              );
        }
        return seen.updates > least
          ? refuse(
              `Complete, but with ${seen.updates} WINDOW_UPDATEs. Which streams need more than ${window} bytes, and is it more than 65,535 together?`,
              "rfc9113#6.9.1",
            )
          : {
              solved: true,
              why: `${seen.updates}: the connection, and each stream with more than ${window} bytes.`,
              source: "rfc9113#6.9.1",
            };
      },
      stage: { ...START, sizes, grants: NO_GRANTS },
    };
  },
};

const HEADER = 9;

/** How much may the server send now? */
export const windowByHand: Challenge<Setup, Seen> = {
  id: "window-by-hand",
  title: "Compute a window",
  pose(chance) {
    const initial = 1000 * chance.between(40, 60);
    const lowered = 1000 * chance.between(25, 35);
    const frames = Array.from({ length: 2 }, () => 100 * chance.between(40, 120));
    const other = 100 * chance.between(280, 380);
    const credit = 1000 * chance.between(1, 6);
    const sent = frames.reduce((sum, length) => sum + length, 0);
    const stream = lowered - sent + credit;
    const connection = CONNECTION - sent - other;
    const truth = Math.max(0, Math.min(stream, connection));
    return {
      ask: `A client announced INITIAL_WINDOW_SIZE ${initial}. The server sent DATA of ${frames.join(" and ")} bytes on stream 1, and ${other} bytes on stream 3. Then the client lowered the setting to ${lowered} and sent WINDOW_UPDATE +${credit} on stream 1.`,
      form: [
        {
          kind: "number",
          id: "bytes",
          ask: "How much content may the server send on stream 1 now?",
          unit: "bytes",
          tolerance: 0,
        },
      ],
      check(answers) {
        const given = parseNumber(answers["bytes"] ?? "");
        const shown = {
          head: ["window", "computed", "left"],
          rows: [
            ["stream 1", `${lowered} − ${sent} + ${credit}`, String(stream)],
            ["connection", `${CONNECTION} − ${sent} − ${other}`, String(connection)],
          ],
        };
        if (given === truth) {
          return {
            solved: true,
            why: "The smaller of both windows, and never below 0.",
            source: "rfc9113#6.9.1",
            shown,
          };
        }
        if (given === connection + credit) {
          return refuse(
            "The credit was for stream 1. It does not open the connection’s window.",
            "rfc9113#6.9",
          );
        }
        if (given === stream || given === connection) {
          return refuse(
            `That is the window of ${given === stream ? "the stream" : "the connection"} alone; a sender needs room in both.`,
            "rfc9113#6.9.1",
          );
        }
        if (given === stream + initial - lowered) {
          return refuse(
            "The new setting moves the windows of open streams, too, by the difference.",
            "rfc9113#6.9.2",
          );
        }
        if (given === truth - HEADER * frames.length) {
          return refuse("The nine bytes of each header are not counted.", "rfc9113#6.9.1");
        }
        return refuse(
          "Take what was sent on stream 1 from its window, and what was sent on both streams from the connection’s.",
          "rfc9113#6.9.1",
        );
      },
    };
  },
};

/** The last one asked for is needed first. */
export const urgentFirst: Challenge<Setup, Seen> = {
  id: "urgent-first",
  title: "The last request is the urgent one",
  pose(chance) {
    const one = 2 * chance.between(6, 10);
    const three = 2 * chance.between(6, 10);
    const five = 2 * chance.between(14, 20);
    const sizes = { 1: one, 3: three, 5: five };
    return {
      ask: `Responses of ${one}, ${three} and ${five} kB; the client gives credit as it reads. Have the last and largest one complete before the others.`,
      form: [],
      watch(setup, seen) {
        if (!sameSizes(setup.sizes, sizes) || setup.credit !== "auto") return null;
        if (firstOf(seen) === 5) {
          return {
            solved: true,
            why: "Its urgency put it in front, and its window was wide enough to stay there.",
            source: "rfc9218#4.1",
          };
        }
        if (setup.order === "round-robin") {
          return refuse(
            "In turns all streams are served alike, and the largest is last.",
            "rfc9218#4.1",
          );
        }
        if (setup.order === "sequential") {
          return refuse(
            "One after the other in the order of the streams, 5 is last.",
            "rfc9218#4.1",
          );
        }
        return refuse(
          "It was served first, but its window ran dry again and again, and the others went on meanwhile.",
          "rfc9113#5.2.3",
        );
      },
      stage: { ...START, sizes, credit: "auto", window: 8_000 },
    };
  },
};
