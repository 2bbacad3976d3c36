// The handshake builder's challenges solved, and attempts that must be refused with their own explanation.
import type { Path, Solution } from "#kit/lab.ts";
import { answerWith, runWith } from "#kit/solve.ts";
import { formatHex, latin1, utf8 } from "#wire/index.ts";
import { GUID, sha1 } from "#protocols/websocket/index.ts";
import { acceptOf } from "./messages.ts";
import { lab } from "./model.ts";
import { observe, type Seen } from "./seen.ts";
import { OUT, type Change, type Setup } from "./setup.ts";

type Way = Path<Setup, Change, Seen>;

const set = (what: string, value: string): Change => ({ what, value });

/** Goes to the challenge's start, makes changes, predicts something and runs. */
const running = (...changes: readonly Change[]): Way =>
  runWith(
    () => changes,
    () => ({ status: "101", event: "close", protocol: "scans.v1" }),
  );

/** A request for what is asked, with one replacement. */
const sending = (from: string | RegExp = "", to = ""): Way =>
  answerWith(({ ask }) => {
    const [, host = "", target = ""] = /at (\S+), resource (\S+)\. /.exec(ask) ?? [];
    const request = `GET ${target} HTTP/1.1
Host: ${host}
Upgrade: websocket
Connection: Upgrade
Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==
Sec-WebSocket-Version: 13`;
    return { request: request.replace(from, to) };
  });

const proving = (accept: (key: string) => string): Way =>
  answerWith(({ ask }) => ({ accept: accept(/Key: (\S{24})\./.exec(ask)?.[1] ?? "") }));

const letting = (accepted: string, how: string): Way => answerWith(() => ({ accepted, how }));

export const solution: Solution<Setup, Change, Seen> = {
  lab,
  observe: () => observe,
  changes: [
    set("scene", "http2"),
    set("scene", "page"),
    set("scene", "upgrade"),
    set("scene", "attack"),
    set("constructor", "x"),
    set("method", "POST"),
    set("version", "HTTP/1.0"),
    set("host", OUT),
    set("upgrade", "h2c"),
    set("connection", "keep-alive"),
    set("key", "MTIgYnl0ZXMgbG9u"),
    set("number", "25"),
    set("origin", OUT),
    set("asked", "scans.v1"),
    set("offer", "permessage-deflate"),
    set("status", "302"),
    set("accept", "echo"),
    set("chosen", "chat"),
    set("used", "x-mux"),
    set("setting", "missing"),
    set("extra", "yes"),
    set("caller", OUT),
    set("cookie", "Lax"),
    set("allowed", "listed"),
    set("token", "yes"),
    set("preset", "version 25"),
    set("preset", "toString"),
  ],
  challenges: {
    repair: {
      reach: sending(),
      refused: [
        { because: "HTTP/1.0 knows no Upgrade", path: sending("HTTP/1.1", "HTTP/1.0") },
        { because: "Use GET", path: sending("GET", "POST") },
        { because: "Exactly one Host", path: sending(/Host:.*\n/) },
        { because: "Upgrade does not name", path: sending(/Upgrade:.*\n/) },
        { because: "Connection does not name", path: sending("n: Upgrade", "n: close") },
        { because: "base64 of 16 bytes", path: sending("AQID", "") },
        { because: "a number 0–255", path: sending("13", "1000") },
        { because: "Only version 13", path: sending("13", "8") },
        { because: "no HTTP request", path: sending(" HTTP/1.1", "") },
        { because: "a field line has no colon", path: sending("Host:", "Host") },
        { because: "beyond U+00FF", path: sending("Host", "Höst→") },
        { because: "no longer asks", path: sending("/scans", "/other") },
      ],
    },
    accept: {
      reach: proving((key) => acceptOf("right", key)),
      refused: [
        { because: "the key alone", path: proving((key) => acceptOf("no-guid", key)) },
        { because: "16 decoded bytes", path: proving((key) => acceptOf("decoded", key)) },
        { because: "the key itself", path: proving((key) => key) },
        { because: "end in one =", path: proving((key) => acceptOf("right", key).slice(0, -1)) },
        {
          because: "in hex",
          path: proving((key) => formatHex(sha1(utf8(key + GUID)), " ")),
        },
        {
          because: "28 characters",
          path: proving((key) => formatHex(sha1(latin1(GUID + key)))),
        },
      ],
    },
    silent: {
      reach: running(set("chosen", OUT)),
      refused: [
        { because: "The connection is open", path: running() },
        { because: "not asked for", path: running(set("chosen", "chat")) },
        { because: "Connection lacks Upgrade", path: running(set("option", OUT)) },
        { because: "did not accept", path: running(set("status", "302")) },
        { because: "already breaks a rule", path: running(set("method", "POST")) },
      ],
    },
    origins: {
      reach: letting("own app", "equal"),
      refused: [
        { because: "even https://not", path: letting("own app", "ends") },
        { because: "comes in", path: letting("own app", "contains") },
        { because: "where the request goes", path: letting("own app", "host") },
        { because: "not whose page", path: letting("own app stranger", "equal") },
        { because: "belongs to evil.example", path: letting("own app longer", "equal") },
        { because: "it is another host", path: letting("own app prefixed", "equal") },
        { because: "Another scheme", path: letting("own app plain", "equal") },
        { because: "sandboxed frame", path: letting("own app null", "equal") },
        { because: "your own page", path: letting("app", "equal") },
        { because: "shut out the app", path: letting("own", "equal") },
      ],
    },
  },
};
