// 1xx: interim responses, RFC 9110 §15.2.
import { lesson, retryNo, type StatusCode } from "./status-code.ts";

const interim = retryNo("An interim response: the final one is still to come.");

export const informational: readonly StatusCode[] = [
  {
    code: 100,
    name: "Continue",
    meaning: "The header section is acceptable so far; go on and send the content.",
    source: "rfc9110#15.2.1",
    heuristicallyCacheable: false,
    retry: interim,
    demo: "model",
    lessons: [lesson.statusLow],
  },
  {
    code: 101,
    name: "Switching Protocols",
    meaning: "From here on the connection speaks the protocol named in Upgrade. HTTP/1.1 only.",
    source: "rfc9110#15.2.2",
    heuristicallyCacheable: false,
    retry: interim,
    demo: "model",
    lessons: [lesson.statusLow, lesson.webSocket],
    requiredFields: ["Upgrade"],
  },
  {
    code: 102,
    name: "Processing",
    meaning: "WebDAV once used it to say that the work goes on; its successor dropped it.",
    source: "rfc2518",
    heuristicallyCacheable: false,
    retry: interim,
    demo: "card",
    lessons: [],
    state: "deprecated",
  },
  {
    code: 103,
    name: "Early Hints",
    meaning:
      "Fields that the final response will probably carry, such as links worth fetching now.",
    source: "rfc8297#2",
    heuristicallyCacheable: false,
    retry: interim,
    demo: "model",
    lessons: [lesson.statusLow],
  },
  {
    code: 104,
    name: "Upload Resumption Supported",
    meaning: "An upload that breaks off may be resumed. A temporary registration for a draft.",
    source: "iana-status-codes",
    heuristicallyCacheable: false,
    retry: interim,
    demo: "card",
    lessons: [lesson.statusLow],
    state: "temporary",
  },
];
