// What a page may weigh and how far it may fall behind a bare one; read by the tests and by `npm run measure`.

/** The page kinds that are measured, by their path below the base. */
export const pages = {
  home: "",
  lesson: "lessons/status-1xx-2xx-3xx/",
  reference: "reference/status/",
} as const;

/** Bytes after brotli at its best level, thousands not 1,024s. */
export const budgets = {
  /** A page that was opened and not touched. */
  page: { script: 6_000, all: 25_000, requests: 6 },
  /** The review page before its first card; the engine of a generated card comes with the card. */
  review: { path: "cards/review/", script: 40_000 },
  /** Everything that the first run of a lab loads beyond the page at rest. */
  firstRun: { all: 60_000, msw: 41_000 },
  /** The same where a lesson's labs stand so close that neighbours come into view and load, too. */
  crowded: { path: "lessons/grpc-on-the-wire/", all: 90_000 },
  /** The whole kit with its styles, and a lab's own code beyond it. */
  code: { kit: 30_000, lab: 12_000 },
  /** Engines and simulator that a lab's worker loads, counted apart from the page. */
  worker: 55_000,
  /** Largest contentful paint of a lesson, over that of a bare page of the same text. */
  lcpRatio: 1.2,
  /** HTML of a lesson page in a course of 1,000 lessons, over that in one of 26. */
  growth: 1.2,
  /**
   * Labs by the id of their section and their page; LIVE ones start the mock server. One that is
   * `alone` is gone to in one leap, without the labs that a scrolling reader passes.
   */
  labs: [
    { lab: "retry-storm", path: "lessons/methods/", live: true },
    { lab: "url-clinic", path: "lessons/rest-resources/", live: true },
    { lab: "redirect-tracer", path: "lessons/status-1xx-2xx-3xx/", live: true },
    { lab: "interim-timeline", path: "lessons/status-1xx-2xx-3xx/", live: false },
    { lab: "triage-desk", path: "lessons/status-4xx-5xx/", live: true },
    { lab: "handshake-builder", path: "lessons/websocket-handshake/", live: false },
    { lab: "stream-composer", path: "lessons/server-sent-events/", live: true },
    { lab: "reconnect-bench", path: "lessons/server-sent-events/", live: true },
    { lab: "held-line", path: "lessons/server-sent-events/", live: false },
    { lab: "frame-bench", path: "lessons/websocket-frames/", live: false },
    { lab: "two-panes-chat", path: "lessons/websocket-frames/", live: false },
    { lab: "back-pressure", path: "lessons/websocket-frames/", live: false },
    { lab: "loss-tank", path: "lessons/http3-quic/", live: false },
    { lab: "poll-meter", path: "lessons/polling-long-polling/", live: true, measures: true },
    { lab: "waterfall", path: "lessons/http1-connections/", live: false },
    { lab: "frame-workshop", path: "lessons/http2-frames/", live: false },
    { lab: "stream-windows", path: "lessons/http2-frames/", live: false },
    { lab: "hpack-table", path: "lessons/http2-frames/", live: false },
    { lab: "stream-endings", path: "lessons/http2-frames/", live: false },
    { lab: "tag-bytes", path: "lessons/protobuf-evolution/", live: false },
    { lab: "schema-time-machine", path: "lessons/protobuf-evolution/", live: false },
    { lab: "size-race", path: "lessons/protobuf-evolution/", live: false },
    { lab: "grpc-framer", path: "lessons/grpc-on-the-wire/", live: false },
    { lab: "four-calls", path: "lessons/grpc-on-the-wire/", live: false },
    // A real client and its protobuf library come with the first run: they are what the lab is about.
    { lab: "grpc-web-client", path: "lessons/grpc-on-the-wire/", live: true, alone: true },
    { lab: "grpc-status", path: "lessons/grpc-on-the-wire/", live: false },
  ],
} as const;

/** Bytes that a first run on this page may load. */
export const firstRunOn = (path: string): number =>
  path === budgets.crowded.path ? budgets.crowded.all : budgets.firstRun.all;
