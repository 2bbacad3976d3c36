// Where the trailer frame begins, how a client comes to say UNAVAILABLE, and why HTTP says 200 meanwhile.
import type { Challenge, Verdict } from "#kit/lab.ts";
import { refuse } from "#kit/question.ts";
import { PREFIX_LENGTH, statusName, writeWebFrame } from "#protocols/grpc/index.ts";
import { writeGetParcelRequest } from "#scenarios/parcel-messages.ts";
import { concat, formatHex } from "#wire/index.ts";
import { outcomeOf } from "./judge.ts";
import type { Seen } from "./observe.ts";
import { START, type Answer, type Setup } from "./setup.ts";

const accept = (why: string, source: string): Verdict => ({ solved: true, why, source });
const WEB = "grpc-protocol-web#protocol-differences-vs-grpc-over-http2";

/** Two kinds of frames, told apart by one bit. */
export const findTrailers: Challenge<Setup, Seen> = {
  id: "find-trailers",
  title: "Find the trailer frame",
  pose(chance) {
    // 128 and more take two bytes, the first of them with its highest bit set, like the flag.
    const numbers = Array.from({ length: chance.between(1, 2) }, () => chance.between(128, 300));
    const code = chance.pick([0, 3, 5, 7, 9]);
    const messages = numbers.map((number) =>
      writeWebFrame({ kind: "message", data: writeGetParcelRequest(number) }),
    );
    const trailers = writeWebFrame({
      kind: "trailers",
      fields: [["grpc-status", String(code)]],
    });
    const bytes = concat([...messages, trailers]);
    const right = bytes.length - trailers.length;
    const starts = messages.map((_, index) =>
      messages.slice(0, index).reduce((sum, { length }) => sum + length, 0),
    );
    return {
      ask: `The content of a response, counted from byte 0: ${formatHex(bytes, " ")}`,
      form: [
        {
          kind: "number",
          id: "at",
          ask: "At which byte does the frame with the trailers begin?",
          unit: "",
          tolerance: 0,
        },
        { kind: "number", id: "code", ask: "Which grpc-status is in it?", unit: "", tolerance: 0 },
      ],
      check(answers) {
        const at = Number(answers["at"]);
        if (starts.includes(at)) {
          return refuse(
            `A frame does begin at byte ${at}, but its flag is 00: a message. Go on by ${PREFIX_LENGTH} bytes and its length.`,
            WEB,
          );
        }
        if (at === right + PREFIX_LENGTH) {
          return refuse(
            "There the lines begin. The frame begins five bytes earlier, with flag and length.",
            WEB,
          );
        }
        if (at !== right) {
          const own = bytes[at];
          return refuse(
            own !== undefined && own >= 0x80
              ? `Byte ${at} has its highest bit set, but it lies inside a message: a varint that goes on. Count from frame to frame.`
              : `No frame begins at byte ${at}. Take the length of the first one and count on from its end.`,
            WEB,
          );
        }
        if (Number(answers["code"]) !== code) {
          return refuse(
            "That is the right frame. Its lines are ASCII: 3a is the colon, and digits are 30 to 39.",
            WEB,
          );
        }
        return accept(
          `Flag 80, then ${trailers.length - PREFIX_LENGTH} bytes of “grpc-status: ${code}” and CRLF: ${statusName(code) ?? ""}.`,
          WEB,
        );
      },
    };
  },
};

const NOT_YET: Readonly<Record<Exclude<Answer, "proxy">, string>> = {
  ok: "The call succeeded.",
  error: "The service itself chose NOT_FOUND; it was there and answered.",
  only: "Trailers-Only is an answer of the service, too: it was there.",
  hidden: "A field that the script may not read leaves UNKNOWN, not UNAVAILABLE.",
  cut: "A response that ends without a status is UNKNOWN: HTTP’s 200 is in no row of the table.",
  slow: "A service that takes its time is late, not absent.",
};

/** A status that no service sent. */
export const unavailable: Challenge<Setup, Seen> = {
  id: "unavailable",
  title: "Make the client say UNAVAILABLE",
  pose(chance) {
    const number = chance.between(2, 300);
    const method = chance.pick(["unary", "server"] as const);
    const name = method === "unary" ? "GetParcel" : "WatchParcel";
    return {
      ask: `Let ${name} for parcel ${number} end UNAVAILABLE at the client, although no gRPC service says so.`,
      form: [],
      watch(setup, seen) {
        if (setup.number !== number || setup.method !== method) return null;
        if (outcomeOf(seen) === "UNAVAILABLE") {
          return accept(
            "429, 502, 503 and 504 without grpc-status become UNAVAILABLE: try again later.",
            "grpc-status-mapping",
          );
        }
        const why =
          outcomeOf(seen) === "DEADLINE_EXCEEDED"
            ? "The client’s own clock ended it: DEADLINE_EXCEEDED."
            : NOT_YET[setup.answer as Exclude<Answer, "proxy">];
        return refuse(why, "grpc-status-mapping");
      },
      stage: { ...START, number, method },
    };
  },
};

const REASONS = {
  order: "HTTP’s status leaves before the call’s end is known",
  hides: "the browser turns every status into 200",
  fine: "an error of gRPC counts as a success",
  gateway: "the gateway forgot to translate it",
} as const;

const WHY_NOT: Readonly<Record<Exclude<keyof typeof REASONS, "order">, string>> = {
  hides: "The browser passes on what came: a proxy’s 503 arrives as 503.",
  fine: "To the caller it is a failure; 200 says only that HTTP worked.",
  gateway:
    "It must not translate: a status of gRPC belongs into the trailers, and the table from HTTP to gRPC has no way back.",
};

const COUNTERS = {
  status: "HTTP statuses, as for any service",
  grpc: "grpc-status, from the trailers or the frame that holds them",
  bytes: "responses without content",
} as const;

/** What a dashboard overlooks. */
export const why200: Challenge<Setup, Seen> = {
  id: "why-200",
  title: "All is 200, and nothing works",
  pose(chance) {
    const failed = chance.between(11, 98);
    const [code, name] = chance.pick([
      [7, "PERMISSION_DENIED"],
      [9, "FAILED_PRECONDITION"],
      [13, "INTERNAL"],
      [16, "UNAUTHENTICATED"],
    ] as const);
    return {
      ask: `Of a page’s calls, ${failed} in a hundred end ${name} (${code}), while the proxy in front of the service counts nothing but 200.`,
      form: [
        {
          kind: "choice",
          id: "reason",
          ask: "Why is the HTTP status 200?",
          options: Object.entries(REASONS).map(([value, text]) => ({ value, text })),
        },
        {
          kind: "choice",
          id: "count",
          ask: "What should it count?",
          options: Object.entries(COUNTERS).map(([value, text]) => ({ value, text })),
        },
      ],
      check({ count, reason }) {
        if (reason !== "order") {
          return refuse(
            WHY_NOT[reason as keyof typeof WHY_NOT],
            reason === "gateway" ? "grpc-status-mapping" : "grpc-protocol-http2#responses",
          );
        }
        if (count === "status") {
          return refuse(
            "It does so already, and sees failures only where no gRPC service answered.",
            "grpc-protocol-http2#responses",
          );
        }
        if (count === "bytes") {
          return refuse(
            "An error in a last frame has content, and a failure may come behind many messages.",
            WEB,
          );
        }
        return accept(
          `The status stands at the end. ${code} is counted there, or not at all.`,
          "grpc-protocol-http2#responses",
        );
      },
    };
  },
};
