// Which frame half-closes, a deadline on which both ends disagree, and what the server learns of one.
import type { Challenge, Verdict } from "#kit/lab.ts";
import { refuse } from "#kit/question.ts";
import type { Seen } from "./call.ts";
import { KINDS, START, type Kind, type Setup } from "./setup.ts";
import { LATENCY } from "./story.ts";

const accept = (why: string, source: string): Verdict => ({ solved: true, why, source });

const REQUESTS = "grpc-protocol-http2#requests";

/** A frame of the list, and why it is, or is not, the client's half-close. */
interface Listed {
  readonly text: string;
  readonly why: string;
  readonly closes?: boolean;
}

const hex = (flags: number): string => `flags 0x${flags.toString(16).padStart(2, "0")}`;

/** One END_STREAM among others. */
export const halfClose: Challenge<Setup, Seen> = {
  id: "half-close",
  title: "Find the client’s half-close",
  pose(chance) {
    const scans = Array.from({ length: chance.between(2, 3) }, () => chance.between(9, 30));
    const empty = chance.pick([true, false]);
    const answers = chance.between(1, 2);
    const last = scans.length - 1;
    const client: Listed[] = scans.map((size, index) => ({
      text: `client: DATA, ${size} bytes, ${hex(index === last && !empty ? 1 : 0)}`,
      why:
        index < last
          ? "Message follows message: this DATA frame has no END_STREAM, so more may come."
          : "It carries the last message, but its flags are 0: the server cannot know that nothing follows.",
      closes: index === last && !empty,
    }));
    if (empty) {
      const text = `client: DATA, 0 bytes, ${hex(1)}`;
      client.push({ text, why: "", closes: true });
    }
    const server: Listed[] = [
      {
        text: `server: HEADERS, 12 bytes, ${hex(4)}`,
        why: "The server’s head. Flag 0x04 is END_HEADERS; it says nothing about the stream.",
      },
      ...Array.from({ length: answers }, (_, index) => ({
        text: `server: DATA, ${20 + 3 * index} bytes, ${hex(0)}`,
        why: "A message of the server; its direction is its own.",
      })),
    ];
    // The server may answer before the client is done, and in this story it does.
    const place = chance.between(1, client.length - 1);
    const listed: Listed[] = [
      {
        text: `client: HEADERS, 96 bytes, ${hex(4)}`,
        why: "The request’s HEADERS only open the call: 0x04 is END_HEADERS, not END_STREAM.",
      },
      ...client.slice(0, place),
      ...server,
      ...client.slice(place),
      {
        text: `server: HEADERS, 24 bytes, ${hex(5)}`,
        why: "END_STREAM it has, but it is the server’s: trailers, with which the whole call ends.",
      },
    ];
    return {
      ask: "A bidirectional call as it crossed the wire, each frame with its length and its flags.",
      form: [
        {
          kind: "choice",
          id: "frame",
          ask: "Which frame is the client’s half-close?",
          options: listed.map(({ text }, index) => ({
            value: String(index + 1),
            text: `${index + 1}. ${text}`,
          })),
        },
      ],
      check(given) {
        const at = Number(given["frame"]);
        const chosen = listed[at - 1];
        if (chosen?.closes === true) {
          const how = empty
            ? "an empty DATA frame, because nothing was left to send"
            : "the last message’s own DATA frame";
          return accept(`END_STREAM from the client, on ${how}.`, REQUESTS);
        }
        return refuse(`Frame ${at}: ${chosen?.why ?? ""}`, REQUESTS);
      },
    };
  },
};

const NAMES: Readonly<Record<Kind, string>> = {
  unary: "unary call",
  server: "server streaming call",
  client: "client streaming call",
  bidi: "bidirectional call",
};

/** A status that is sent and never received. */
export const apart: Challenge<Setup, Seen> = {
  id: "apart",
  title: "Two ends, two conclusions",
  pose(chance) {
    const kind = chance.pick(KINDS);
    const framing = chance.pick(["each", "cut"] as const);
    const source = "grpc-core-concepts#rpc-termination";
    return {
      ask: `Give the ${NAMES[kind]}, its messages ${framing === "each" ? "a frame each" : "cut in two"}, a deadline with which the server ends OK and the client all the same DEADLINE_EXCEEDED.`,
      form: [],
      watch(setup, { began, concluded: { client, server } }) {
        if (setup.kind !== kind || setup.framing !== framing || setup.limit !== "deadline") {
          return null;
        }
        if (server?.name !== "OK") {
          return refuse(
            `Too early: RST_STREAM was at the server after ${setup.after + LATENCY} ms, and it was not done.`,
            source,
          );
        }
        if (client?.name === "OK") {
          return refuse(
            `Too late: the status had arrived after ${client.at - began} ms, before the deadline.`,
            source,
          );
        }
        return accept(
          `The server sent OK after ${server.at - began} ms; at ${setup.after} ms the client gave up, and the status came ${LATENCY} ms after it had left.`,
          source,
        );
      },
      stage: { ...START, kind, framing, limit: "deadline", after: 15 },
    };
  },
};

const SENDS = {
  reset: "RST_STREAM with CANCEL",
  status: "HEADERS with grpc-status 4",
  goaway: "GOAWAY",
  nothing: "nothing",
} as const;

const WHY_NOT_SENT: Readonly<Record<Exclude<keyof typeof SENDS, "reset">, string>> = {
  status: "A client never sends grpc-status: the field belongs to a server’s trailers.",
  goaway: "GOAWAY ends the connection with all its streams; only one call has run out of time.",
  nothing: "Without a word the server would go on working, and its answer would use the wire.",
};

/** What a deadline looks like from the other end. */
export const tooLate: Challenge<Setup, Seen> = {
  id: "too-late",
  title: "The deadline, seen from the server",
  pose(chance) {
    const latency = 10 * chance.between(3, 8);
    const deadline = 10 * chance.between(16, 30);
    const crossing = chance.pick([true, false]);
    // Crossing: the status left before the RST_STREAM came, and comes after the deadline.
    const work = crossing
      ? deadline - latency - 10 * chance.between(0, 2)
      : deadline + 10 * chance.between(3, 9);
    const outcomes = {
      sent: "OK: the status left before",
      stopped: "CANCELLED: it was still at work",
      told: "DEADLINE_EXCEEDED: RST_STREAM says so",
    };
    const truth = crossing ? "sent" : "stopped";
    const done = latency + work;
    return {
      ask: `A unary call with a deadline of ${deadline} ms. One way takes ${latency} ms, and the server works for ${work} ms once it has the request.`,
      form: [
        {
          kind: "choice",
          id: "sends",
          ask: "What does the client send when the deadline passes?",
          options: Object.entries(SENDS).map(([value, text]) => ({ value, text })),
        },
        {
          kind: "number",
          id: "hears",
          ask: "When is that at the server, from the begin of the call?",
          unit: "ms",
          tolerance: 0,
        },
        {
          kind: "choice",
          id: "server",
          ask: "How has the call ended for the server by then?",
          options: Object.entries(outcomes).map(([value, text]) => ({ value, text })),
        },
      ],
      check(answers) {
        const { hears, sends, server } = answers;
        if (sends !== "reset") {
          return refuse(
            WHY_NOT_SENT[sends as keyof typeof WHY_NOT_SENT],
            "grpc-protocol-http2#errors",
          );
        }
        const heard = deadline + latency;
        if (Number(hears) !== heard) {
          return refuse(
            `RST_STREAM leaves when the deadline passes, after ${deadline} ms, and then takes its way like everything else.`,
            "grpc-deadlines",
          );
        }
        if (server === "told") {
          return refuse(
            "RST_STREAM holds one error code of HTTP/2. CANCEL is CANCELLED to a server; the reason stays with the client.",
            "grpc-protocol-http2#errors",
          );
        }
        if (server !== truth) {
          return refuse(
            crossing
              ? `The server was done after ${done} ms; RST_STREAM came ${heard - done} ms later.`
              : `The server would be done after ${done} ms; RST_STREAM came ${done - heard} ms earlier.`,
            "grpc-core-concepts#rpc-termination",
          );
        }
        return accept(
          crossing
            ? "Each end is right by what it knows: the server sent OK, the client waited no longer."
            : "It stops because the stream is gone, not because it was told of a deadline; its own clock says the same.",
          "grpc-core-concepts#rpc-termination",
        );
      },
    };
  },
};
