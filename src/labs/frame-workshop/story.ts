// The connection that the lab reads: one page's visit, from the preface to GOAWAY. RFC 9113 §3.4, §8.1.
import { ERROR_CODES, readFrame, type Frame } from "#protocols/http2/index.ts";
import {
  createHttp2Wire,
  type Http2Wire,
  type Reaction,
  type Tamper,
} from "#scenarios/http2-wire.ts";
import type { MessageEvent, Trace } from "#trace/index.ts";
import { utf8 } from "#wire/index.ts";

/** Milliseconds from one end to the other. */
const DELAY = 20;

const lines = (method: string, path: string, ...more: readonly (readonly [string, string])[]) =>
  [
    [":method", method],
    [":scheme", "https"],
    [":authority", "parcels.example"],
    [":path", path],
    ...more,
  ] as const;

const json = (text: string) =>
  [
    ["content-type", "application/json"],
    ["content-length", String(text.length)],
  ] as const;

const PARCEL = '{"id":42,"state":"on its way"}';
const SCAN = '{"parcel":42,"depot":"Oslo"}';
const DEPOT = '{"depots":["Oslo",';
const ROUTE = '{"stops":7}';

/** Runs the whole visit; with `tamper` up to the message that arrives changed. */
function visit(tamper?: Tamper): ReturnType<Http2Wire["run"]> {
  const answers: Record<number, () => void> = {
    1() {
      wire.headers("server", 1, [[":status", "200"], ...json(PARCEL)]);
      server.sendData(1, utf8(PARCEL), { endStream: true });
    },
    3() {
      wire.headers("server", 3, [[":status", "204"]], { endStream: true });
    },
    5() {
      wire.headers("server", 5, [[":status", "200"], json(DEPOT)[0]]);
      server.sendData(5, utf8(DEPOT));
    },
    7() {
      wire.headers("server", 7, [[":status", "200"], json(ROUTE)[0], ["trailer", "x-checksum"]]);
      server.sendData(7, utf8(ROUTE));
      wire.headers("server", 7, [["x-checksum", "5f2a"]], { endStream: true });
    },
  };
  const wire = createHttp2Wire(
    {
      title: "One visit over HTTP/2",
      delay: DELAY,
      client: { settings: { enablePush: false } },
      server: { settings: { maxConcurrentStreams: 100 } },
      tamper,
    },
    {
      told(end, event) {
        const complete = (event.kind === "headers" || event.kind === "data") && event.endStream;
        if (end === "server" && complete) answers[event.streamId]?.();
      },
    },
  );
  const { client, server } = wire.ends;
  wire.at(80, () => wire.headers("client", 1, lines("GET", "/parcels/42"), { endStream: true }));
  wire.at(140, () => {
    wire.headers("client", 3, lines("POST", "/scans", ...json(SCAN)));
    client.sendData(3, utf8(SCAN), { endStream: true });
  });
  wire.at(200, () => client.ping(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)));
  wire.at(260, () => wire.headers("client", 5, lines("GET", "/depots"), { endStream: true }));
  wire.at(310, () => client.resetStream(5, ERROR_CODES.CANCEL));
  wire.at(360, () => wire.headers("client", 7, lines("GET", "/route"), { endStream: true }));
  wire.at(420, () => server.goAway());
  return wire.run();
}

/** The visit as it was. */
export const TRACE: Trace = visit().trace;

/** What the receiver makes of other bytes in the place of a message. */
export const replay = (tamper: Tamper): Reaction | null => visit(tamper).reaction;

/** One frame of the visit. */
export interface Told {
  readonly event: MessageEvent;
  readonly frame: Frame;
}

/** All frames in the order in which they leave; the preface is none. */
export const FRAMES: readonly Told[] = TRACE.events.flatMap((event) => {
  if (event.kind !== "message" || event.format !== "http2-frame") return [];
  const step = readFrame(event.bytes);
  return step.kind === "done" ? [{ event, frame: step.value }] : [];
});

/** What is going on before each frame leaves: the question's half of the story. */
export const STORY: readonly string[] = [
  "The client has sent the connection preface and tells the server its settings: it wants no pushes.",
  "The server tells its own: at most 100 streams at once.",
  "The server has read the client’s settings and says so.",
  "The client has read the server’s settings and says so.",
  "The browser asks for its first resource: GET /parcels/42. A GET has no content.",
  "The server answers 200 and says how long the content is; the content itself follows.",
  "The server sends the content, 30 bytes, all at once.",
  "The browser has scanned a parcel: POST /scans. Its content will follow.",
  "The browser sends the content, 28 bytes; it has nothing to add.",
  "The server answers 204 No Content.",
  "Nothing has been heard for a while. The client wants to know whether the server is still there.",
  "The server is.",
  "The browser asks for another resource: GET /depots.",
  "The server answers 200. It is still putting the list together.",
  "The server sends the first piece of the list; more will come.",
  "The reader has closed the tab that wanted the list. The browser gives that request up and keeps the connection.",
  "The browser asks for GET /route.",
  "The server answers 200 and announces a checksum behind the content.",
  "The server sends all the content there is.",
  "The server sends the checksum as trailer field, and that is the end of the response.",
  "The server is about to be restarted. It will take no new requests on this connection.",
];
