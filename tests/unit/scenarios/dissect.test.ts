import { describe, expect, it } from "vitest";
import { createDissector } from "../../../src/scenarios/dissect.ts";
import { loadOverHttp1 } from "../../../src/scenarios/http1-page.ts";
import { loadOverHttp2 } from "../../../src/scenarios/http2-page.ts";
import { loadOverHttp3 } from "../../../src/scenarios/http3-page.ts";
import type { Load } from "../../../src/scenarios/page.ts";
import type { MessageEvent } from "../../../src/trace/index.ts";
import { findUntiled, utf8, type Field } from "../../../src/wire/index.ts";

const resources = [0, 1, 2, 3].map((index) => ({
  id: `r${index}`,
  path: `/parcels/${index}`,
  type: "application/json",
  size: 700,
  think: 5,
}));
const none = { kind: "none" } as const;
const network = { roundTrip: 40, bandwidth: 10_000_000, queue: 100_000, up: none, down: none };
const common = { network, seed: 3, security: "full" } as const;

const loads: readonly (readonly [string, Load])[] = [
  [
    "HTTP/1.1",
    loadOverHttp1(resources, { ...common, version: "1.1", connections: 2, pipelining: false }),
  ],
  ["HTTP/2", loadOverHttp2(resources, { ...common, order: "round-robin" })],
  [
    "HTTP/3",
    loadOverHttp3(resources, {
      ...common,
      order: "round-robin",
      tableCapacity: 4096,
      blockedStreams: 16,
    }),
  ],
];

const texts = (field: Field): string[] => [field.text, ...(field.children ?? []).flatMap(texts)];

describe.each(loads)("every message of a page over %s", (_, { trace }) => {
  it("has a tree that covers exactly its bytes", () => {
    const dissect = createDissector(trace);
    let described = 0;
    for (const event of trace.events) {
      if (event.kind !== "message" || event.bytes.length === 0) continue;
      const step = dissect(event);
      if (step.kind !== "done") throw new Error(`${event.label}: ${JSON.stringify(step)}`);
      expect(step.value.length).toBe(event.bytes.length);
      expect(findUntiled(step.value)).toBeNull();
      described += 1;
    }
    expect(described).toBeGreaterThan(20);
  });
});

describe("gRPC bytes", () => {
  const of = (
    format: "grpc-message" | "grpc-web-frame",
    bytes: readonly number[],
  ): MessageEvent => ({
    kind: "message",
    id: 0,
    at: 0,
    arrives: 0,
    layer: "grpc",
    label: "a call",
    from: "client",
    to: "server",
    bytes: Uint8Array.from(bytes),
    format,
  });
  const dissect = createDissector({ title: "", actors: [], connections: [], events: [] });

  it("are read as length-prefixed messages, one behind the other", () => {
    const step = dissect(of("grpc-message", [0, 0, 0, 0, 2, 8, 7, 0, 0, 0, 0, 0]));
    if (step.kind !== "done") throw new Error(JSON.stringify(step));
    expect(findUntiled(step.value)).toBeNull();
    expect(step.value.children).toHaveLength(2);
    expect(texts(step.value).join("\n")).toContain("as it is");
    expect(dissect(of("grpc-message", [0, 0, 0, 0, 2, 8]))).toMatchObject({ kind: "more" });
  });

  it("are read as gRPC-Web frames, trailers included", () => {
    const trailers = [...utf8("grpc-status:0\r\n")];
    const step = dissect(
      of("grpc-web-frame", [0, 0, 0, 0, 1, 9, 0x80, 0, 0, 0, trailers.length, ...trailers]),
    );
    if (step.kind !== "done") throw new Error(JSON.stringify(step));
    expect(findUntiled(step.value)).toBeNull();
    expect(texts(step.value).join("\n")).toContain("trailers");
  });
});

describe("HPACK indices", () => {
  it("resolve by the table as it stood when the frame was sent", () => {
    const [, load] = loads[1] ?? [];
    const dissect = createDissector(
      load?.trace ?? { title: "", actors: [], connections: [], events: [] },
    );
    const heads = load?.trace.events.filter(
      (event) => event.kind === "message" && event.head?.kind === "request",
    );
    const last = heads?.at(-1);
    const step = last?.kind === "message" ? dissect(last) : null;
    const said = step?.kind === "done" ? texts(step.value).join("\n") : "";
    expect(said).toContain("on-the-wire/1 (a simulated browser)");
  });
});
