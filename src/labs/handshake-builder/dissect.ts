// Bytes of this lab's traces as field trees: HTTP/1, WebSocket and, once it is loaded, HTTP/2 by their engines.
import { useEffect, useMemo, useState } from "preact/hooks";
import type { Dissect } from "#kit/edited.ts";
import { describeRequest, describeResponse } from "#protocols/http1/index.ts";
import { describeFrame } from "#protocols/websocket/index.ts";
import { done } from "#wire/index.ts";
import type { Setup } from "./setup.ts";

/** All but frames of HTTP/2, which are one field here. */
const dissect: Dissect = (event, bytes = event.bytes) => {
  switch (event.format) {
    case "http1-request":
      return describeRequest(bytes);
    case "http1-response":
      return describeResponse(bytes, 0, { method: "GET", ended: true });
    case "websocket-frame":
      return describeFrame(bytes);
    default: {
      const text = `${bytes.length} bytes`;
      return done({ name: "preface", at: 0, length: bytes.length, text }, bytes.length);
    }
  }
};

/** The reader of a scene's bytes. */
export function useDissect(scene: Setup["scene"]): Dissect {
  const [http2, setHttp2] = useState<Dissect | null>(null);
  useEffect(() => {
    if (scene !== "http2") return;
    void import("./http2.ts").then(({ dissectFrame }) => setHttp2(() => dissectFrame));
  }, [scene]);
  return useMemo<Dissect>(
    () => (event, bytes) =>
      event.format === "http2-frame" && http2 !== null
        ? http2(event, bytes)
        : dissect(event, bytes),
    [http2],
  );
}
