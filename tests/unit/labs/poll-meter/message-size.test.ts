// The meter's sizes are those of the bytes that the course's engines write.
import { expect, test } from "vitest";
import {
  chunkSize,
  REASONS,
  requestFields,
  requestHead,
  responseFields,
  responseHead,
  SOME_BROWSER,
} from "../../../../src/labs/poll-meter/message-size.ts";
import { handshakeFields } from "../../../../src/labs/poll-meter/socket-way.ts";
import { writeChunk, writeRequest, writeResponse } from "../../../../src/protocols/http1/index.ts";
import {
  checkHandshakeRequest,
  checkHandshakeResponse,
  handshakeKey,
  writeHandshakeResponse,
} from "../../../../src/protocols/websocket/index.ts";

const noStore = [["cache-control", "no-store"]] as const;

test("a request's head", () => {
  const fields = requestFields(SOME_BROWSER, [["accept", "*/*"]]);
  for (const target of ["/scans?after=0", "/scans/next?after=1234"]) {
    expect(requestHead(target, fields)).toBe(
      writeRequest({ method: "GET", target, fields }).length,
    );
  }
});

test.each([200, 204, 504])("a %i's head", (status) => {
  const content = new Uint8Array(status === 200 ? 49 : 0);
  const fields = responseFields(status, noStore, content.length);
  const reason = REASONS[status] ?? "";
  expect(responseHead(status, reason, fields) + content.length).toBe(
    writeResponse({ status, reason, fields, content }).length,
  );
});

test("a stream's head and its chunks", () => {
  const fields = responseFields(200, noStore, null);
  const content = new Uint8Array(300);
  const whole = writeResponse({ status: 200, reason: "OK", fields, content, framing: "chunked" });
  // The last chunk, which ends the content, has five bytes; the meter's streams do not end.
  expect(responseHead(200, "OK", fields) + chunkSize(300) + 5).toBe(whole.length);
  for (const size of [1, 15, 16, 255, 256, 4096]) {
    expect(chunkSize(size)).toBe(writeChunk(new Uint8Array(size)).length);
  }
});

test("a handshake's heads, which the WebSocket engine accepts", () => {
  const key = handshakeKey(new Uint8Array(16));
  const { request, response } = handshakeFields(SOME_BROWSER, key);
  const asked = { method: "GET", target: "/scans/socket", version: "1.1", fields: request };
  expect(checkHandshakeRequest(asked)).toEqual([]);
  expect(requestHead(asked.target, request)).toBe(
    writeRequest({ method: "GET", target: asked.target, fields: request }).length,
  );
  const answered = {
    status: 101,
    reason: "Switching Protocols",
    version: "1.1",
    fields: response,
  };
  expect(checkHandshakeResponse(answered, { key, protocols: [] })).toEqual([]);
  expect(responseHead(101, REASONS[101] ?? "", response)).toBe(
    writeHandshakeResponse(answered).length,
  );
});
