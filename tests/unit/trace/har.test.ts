import { describe, expect, it } from "vitest";
import { exportHar } from "../../../src/trace/har.ts";
import { createRecorder, type MessageEvent, type Trace } from "../../../src/trace/index.ts";
import { utf8 } from "../../../src/wire/index.ts";
import { har } from "../../support/har-schema.ts";

type Given = Partial<MessageEvent> & Pick<MessageEvent, "at" | "from">;

function exchange(spans: boolean): Trace {
  const recorder = createRecorder("two requests on one connection", [
    { id: "c", name: "browser", role: "client" },
    { id: "s", name: "parcel service", role: "server" },
  ]);
  recorder.connect({ id: "1", client: "c", server: "s", transport: "tcp", protocol: "h2" });
  const message = (given: Given): number =>
    recorder.record({
      kind: "message",
      layer: "http2",
      label: "",
      to: given.from === "c" ? "s" : "c",
      arrives: given.at + 10,
      bytes: utf8("…"),
      format: "opaque",
      connection: "1",
      ...given,
    });
  if (spans) {
    const span = { kind: "span", layer: "app", label: "", resource: "a" } as const;
    recorder.record({ ...span, at: 0, until: 2, phase: "queued" });
    recorder.record({ ...span, at: 2, until: 22, phase: "connect" });
    recorder.record({ ...span, at: 22, until: 42, phase: "secure" });
    recorder.record({ ...span, at: 42, until: 52, phase: "waiting" });
    recorder.record({ ...span, at: 52, until: 57, phase: "receiving" });
    recorder.record({ ...span, at: 57, until: 60, phase: "stalled" });
  }
  const url = "https://parcels.example/parcels?depot=7&open";
  const fields = [["content-type", "application/json"]] as const;
  const own = spans ? { resource: "a" } : {};
  message({
    ...own,
    at: 42,
    from: "c",
    stream: 1,
    contentBytes: 0,
    head: { kind: "request", method: "GET", url, fields: [] },
  });
  message({
    at: 43,
    from: "c",
    stream: 3,
    contentBytes: 31,
    head: { kind: "request", method: "POST", url: "https://parcels.example/parcels", fields },
  });
  message({
    ...own,
    at: 50,
    from: "s",
    stream: 1,
    head: { kind: "response", status: 103, reason: "Early Hints", fields: [] },
  });
  message({
    ...own,
    at: 52,
    from: "s",
    stream: 1,
    head: { kind: "response", status: 200, reason: "OK", fields },
  });
  message({ ...own, at: 60, from: "s", stream: 1, contentBytes: 118 });
  return recorder.trace();
}

describe("exportHar", () => {
  it("has every member that the format requires and none that it does not know", () => {
    expect(har.safeParse(JSON.parse(exportHar(exchange(true)))).error).toBeUndefined();
    expect(har.safeParse(JSON.parse(exportHar(exchange(false)))).error).toBeUndefined();
  });

  it.each([
    ["a member that the format does not know", { extra: 1 }],
    ["a time that is not the sum", { time: 61 }],
    ["a negative time", { time: -1 }],
    ["no request", { request: undefined }],
    ["a page that is not there", { pageref: "page_1" }],
    ["a connection as a number", { connection: 1 }],
  ])("is held to it: %s is refused", (_, change) => {
    const text = exportHar(exchange(true));
    const file = JSON.parse(text) as { log: { entries: Record<string, unknown>[] } };
    Object.assign(file.log.entries[0] ?? {}, change);
    expect(har.safeParse(file).success).toBe(false);
  });

  it("tells each exchange: final status, content sizes, query, version", () => {
    const { entries } = har.parse(JSON.parse(exportHar(exchange(true)))).log;
    expect(entries.map(({ request }) => request.method)).toEqual(["GET", "POST"]);
    const [answered, lost] = entries;
    expect(answered?.response.status).toBe(200);
    expect(answered?.response.content).toEqual({ size: 118, mimeType: "application/json" });
    expect(answered?.request.httpVersion).toBe("HTTP/2");
    expect(answered?.request.queryString).toEqual([
      { name: "depot", value: "7" },
      { name: "open", value: "" },
    ]);
    expect(lost?.request.bodySize).toBe(31);
    expect(lost?.response.status).toBe(0);
  });

  it("takes timings from the spans, ssl inside connect, and their sum as time", () => {
    const [entry] = har.parse(JSON.parse(exportHar(exchange(true)))).log.entries;
    expect(entry?.timings).toEqual({
      blocked: 2,
      dns: -1,
      connect: 40,
      ssl: 20,
      send: 0,
      wait: 10,
      receive: 8,
    });
    expect(entry?.time).toBe(60);
  });

  it("without spans falls back to the first and last byte of the answer", () => {
    const [entry] = har.parse(JSON.parse(exportHar(exchange(false)))).log.entries;
    expect(entry?.timings).toMatchObject({
      blocked: -1,
      connect: -1,
      ssl: -1,
      wait: 18,
      receive: 10,
    });
  });
});
