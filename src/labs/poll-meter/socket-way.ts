// The fourth way: a WebSocket in memory, its frames written and read by the course's own engine. RFC 6455 §4, §5.
import { HEARTBEAT, scanText, type TimedScan } from "#mocks/scan-feed.ts";
import {
  acceptKeyNow,
  handshakeKey,
  OPCODES,
  readFrame,
  writeFrame,
} from "#protocols/websocket/index.ts";
import type { Fields } from "#trace/index.ts";
import { utf8, utf8Text } from "#wire/index.ts";
import {
  DATE,
  REASONS,
  requestFields,
  requestHead,
  responseHead,
  type Browser,
} from "./message-size.ts";
import type { Notes, Road } from "./ways.ts";

/** Fields that only `fetch` sends, and the one that says something else here. */
const NOT_HERE = ["connection", "sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest", "referer"];

/** What the browser adds to a handshake besides the handshake's own fields; Host is the first. */
export const browserFields = (browser: Browser): Fields =>
  requestFields(browser, []).filter(([name]) => !NOT_HERE.includes(name));

/** The opening handshake's field lines, both ways (RFC 6455 §4.1, §4.2.2). */
export const handshakeFields = (
  browser: Browser,
  key: string,
): { readonly request: Fields; readonly response: Fields } => ({
  request: [
    ...browserFields(browser),
    ["upgrade", "websocket"],
    ["connection", "Upgrade"],
    ["sec-websocket-key", key],
    ["sec-websocket-version", "13"],
    ["origin", new URL(browser.page).origin],
  ],
  response: [
    ["upgrade", "websocket"],
    ["connection", "Upgrade"],
    ["sec-websocket-accept", acceptKeyNow(key)],
    ["date", DATE],
  ],
});

/** Opens a connection and listens; in silence the depot sends a ping, which the client answers. */
export async function converse(
  { clock, browser, random }: Road,
  notes: Notes,
  scans: readonly TimedScan[],
): Promise<void> {
  const target = "/scans/socket";
  const { request, response } = handshakeFields(browser, handshakeKey(random(16)));
  const at = clock.now();
  const answer = { at, status: 101, fields: response, pieces: [], scans: scans.length };
  notes.asked.push({ at, target, fields: request, answer });
  notes.moved.push({
    at,
    up: requestHead(target, request),
    down: responseHead(101, REASONS[101] ?? "", response),
  });

  let last = 0;
  let spoken = at;
  while (!clock.isStopped()) {
    const due = scans.find(({ id }) => id > last)?.at ?? Infinity;
    await clock.until(Math.min(due, spoken + HEARTBEAT));
    if (clock.isStopped()) return;
    spoken = clock.now();
    const fresh = scans.filter((scan) => scan.id > last && scan.at <= spoken);
    last = fresh.at(-1)?.id ?? last;
    const frames =
      fresh.length > 0
        ? fresh.map((scan) => writeFrame({ opcode: OPCODES.text, payload: utf8(scanText(scan)) }))
        : [writeFrame({ opcode: OPCODES.ping })];
    for (const frame of frames) {
      const read = readFrame(frame);
      if (read.kind !== "done") throw new RangeError("the depot wrote half a frame");
      const { opcode, payload } = read.value;
      let up = 0;
      if (opcode === OPCODES.ping) {
        // A client masks whatever it sends, its pong too (RFC 6455 §5.1, §5.5.3).
        up = writeFrame({ opcode: OPCODES.pong, payload }, { maskingKey: random(4) }).length;
      } else {
        const { id } = JSON.parse(utf8Text(payload)) as { readonly id: number };
        notes.arrivals.push({ id, at: clock.now() });
      }
      notes.moved.push({ at: spoken, up, down: frame.length });
    }
  }
}
