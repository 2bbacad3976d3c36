import { describe, expect, it } from "vitest";
import { loadOverHttp1 } from "../../../src/scenarios/http1-page.ts";
import { loadOverHttp2 } from "../../../src/scenarios/http2-page.ts";
import { loadOverHttp3 } from "../../../src/scenarios/http3-page.ts";
import type { Http1Options, Resource } from "../../../src/scenarios/page.ts";

const network = {
  roundTrip: 100,
  bandwidth: Infinity,
  queue: Infinity,
  up: { kind: "none" },
  down: { kind: "none" },
} as const;

const resource = (index: number, size = 1000, think = 0): Resource => ({
  id: `r${index}`,
  path: `/r${index}`,
  type: "text/plain",
  size,
  think,
});

const options: Http1Options = {
  network,
  seed: 1,
  security: "none",
  version: "1.1",
  connections: 1,
  pipelining: false,
};

const small = (count: number): Resource[] =>
  Array.from({ length: count }, (_, index) => resource(index));

describe("HTTP/1 page loads against the formula", () => {
  it("take two round trips for the first byte on a fresh connection, one more with TLS, none with a 0-RTT ticket", () => {
    expect(loadOverHttp1(small(1), options).total).toBe(200);
    // The post-quantum ClientHello and the server's flight each fit the initial window.
    expect(loadOverHttp1(small(1), { ...options, security: "full" }).total).toBe(300);
    expect(loadOverHttp1(small(1), { ...options, security: "resumed" }).total).toBe(300);
    expect(loadOverHttp1(small(1), { ...options, security: "early" }).total).toBe(200);
  });

  it("take a round trip for each further resource on one connection", () => {
    expect(loadOverHttp1(small(12), options).total).toBe(200 + 11 * 100);
    expect(loadOverHttp1(small(12), { ...options, connections: 6 }).total).toBe(200 + 100);
  });

  it("open a connection for each resource in HTTP/1.0", () => {
    const load = loadOverHttp1(small(3), { ...options, version: "1.0" });
    // Each: handshake and request, 2 RTT; the next starts when the close has arrived.
    expect(load.total).toBe(3 * 200);
    expect(load.trace.connections).toHaveLength(3);
  });

  it("answer pipelined requests in order: a slow one delays those behind it", () => {
    const resources = [resource(0, 1000, 500), resource(1), resource(2)];
    const load = loadOverHttp1(resources, { ...options, pipelining: true });
    // The first request opens the connection; the others follow it at once.
    expect(load.completed).toEqual({ r0: 700, r1: 700, r2: 700 });
    const apart = loadOverHttp1(resources, { ...options, connections: 3 });
    expect(apart.completed).toEqual({ r0: 700, r1: 200, r2: 200 });
  });

  it("share the bandwidth: total bytes over the bottleneck within 1 %", () => {
    const load = loadOverHttp1(
      Array.from({ length: 6 }, (_, index) => resource(index, 100_000)),
      { ...options, connections: 6, network: { ...network, roundTrip: 10, bandwidth: 8_000_000 } },
    );
    const packets = Math.ceil(100_150 / 1460) * 6;
    const expected = 20 + ((600_900 + packets * 40) * 8000) / 8_000_000;
    expect(Math.abs(load.total - expected) / expected).toBeLessThan(0.01);
  });

  it("tell the same story in spans: they tile from wanted to complete", () => {
    const load = loadOverHttp1(small(5), { ...options, connections: 2, security: "full" });
    for (const [id, completed] of Object.entries(load.completed)) {
      const spans = load.trace.events.filter(
        (event) => event.kind === "span" && event.resource === id && event.phase !== "stalled",
      );
      let at = 0;
      for (const span of spans) {
        expect(span.at).toBe(at);
        at = span.kind === "span" ? span.until : at;
      }
      expect(at).toBe(completed);
    }
  });

  it("show which resource a lost segment stalls", () => {
    const load = loadOverHttp1([resource(0, 30_000), resource(1)], {
      ...options,
      network: { ...network, down: { kind: "exactly", ordinals: [3] } },
    });
    const stalls = load.trace.events.filter(
      (event) => event.kind === "span" && event.phase === "stalled",
    );
    expect(stalls.map((event) => event.resource)).toEqual(["r0"]);
    expect(load.total).toBeGreaterThan(400);
  });
});

describe("HTTP/2 page loads against the formula", () => {
  const h2 = { network, seed: 1, security: "none", order: "round-robin" } as const;

  it("take two round trips for all small resources together, one more with TLS", () => {
    expect(loadOverHttp2(small(12), h2).total).toBe(200);
    expect(loadOverHttp2(small(12), { ...h2, security: "full" }).total).toBe(300);
    expect(loadOverHttp2(small(12), { ...h2, security: "resumed" }).total).toBe(300);
    expect(loadOverHttp2(small(12), { ...h2, security: "early" }).total).toBe(200);
  });

  it("share the bandwidth: total bytes over the bottleneck within 1 %", () => {
    const load = loadOverHttp2(
      Array.from({ length: 6 }, (_, index) => resource(index, 100_000)),
      { ...h2, network: { ...network, roundTrip: 10, bandwidth: 8_000_000 } },
    );
    // Each segment is one DATA frame of 1,451 bytes and its header of 9, in 40 bytes of headers.
    const frames = 6 * Math.ceil(100_000 / 1451);
    const expected = 20 + ((600_000 + frames * 49) * 8000) / 8_000_000;
    expect(Math.abs(load.total - expected) / expected).toBeLessThan(0.01);
  });

  it("do not let a slow resource delay the others", () => {
    const load = loadOverHttp2([resource(0, 1000, 500), resource(1), resource(2)], h2);
    expect(load.completed).toEqual({ r0: 700, r1: 200, r2: 200 });
  });

  it("serve turn by turn, one by one or by priority, as asked", () => {
    const narrow = { ...network, bandwidth: 5_000_000 };
    const resources = [resource(0, 60_000), resource(1, 60_000), resource(2, 3000)];
    const turns = loadOverHttp2(resources, { ...h2, network: narrow });
    expect(turns.completed["r2"]).toBeLessThan(turns.completed["r0"] ?? 0);
    const single = loadOverHttp2(resources, { ...h2, network: narrow, order: "sequential" });
    expect(single.completed["r0"]).toBeLessThan(turns.completed["r0"] ?? 0);
    const urgent = resources.map((one, index) =>
      index === 1 ? { ...one, priority: { urgency: 0, incremental: false } } : one,
    );
    const ranked = loadOverHttp2(urgent, { ...h2, network: narrow, order: "priority" });
    expect(ranked.completed["r1"]).toBeLessThan(ranked.completed["r0"] ?? 0);
  });

  it("stall several resources when one segment is lost: one TCP stream carries them all", () => {
    const load = loadOverHttp2([resource(0, 4000), resource(1, 4000), resource(2, 4000)], {
      ...h2,
      // The first segment of the first resource's content.
      network: { ...network, down: { kind: "exactly", ordinals: [9] } },
    });
    const stalls = load.trace.events.filter(
      (event) => event.kind === "span" && event.phase === "stalled",
    );
    expect(new Set(stalls.map((event) => event.resource)).size).toBeGreaterThan(1);
    expect(Object.keys(load.completed)).toHaveLength(3);
  });
});

describe("HTTP/3 page loads against the formula", () => {
  const h3 = { network, seed: 1, security: "full", order: "round-robin" } as const;

  it("take two round trips with TLS inside, one with a 0-RTT ticket", () => {
    expect(loadOverHttp3(small(3), h3).total).toBe(200);
    expect(loadOverHttp3(small(3), { ...h3, security: "resumed" }).total).toBe(200);
    expect(loadOverHttp3(small(3), { ...h3, security: "early" }).total).toBe(100);
  });

  it("share the bandwidth: total bytes over the bottleneck within 1 %", () => {
    const load = loadOverHttp3(
      Array.from({ length: 6 }, (_, index) => resource(index, 100_000)),
      { ...h3, network: { ...network, roundTrip: 10, bandwidth: 8_000_000 } },
    );
    // A packet of 1,472 bytes has 27 of its own, 28 below it, and about 8 of its STREAM frame.
    const packets = Math.ceil(600_000 / (1472 - 27 - 8));
    const expected = 20 + ((600_000 + packets * (27 + 28 + 8)) * 8000) / 8_000_000;
    expect(Math.abs(load.total - expected) / expected).toBeLessThan(0.01);
  });

  it("stall only the stream whose packet was lost", () => {
    const resources = [resource(0, 4000), resource(1, 4000), resource(2, 4000)];
    const whole = loadOverHttp3(resources, { ...h3, order: "sequential" });
    const victim = whole.trace.events.find(
      (event) =>
        event.kind === "message" &&
        event.layer === "quic" &&
        event.label.includes("STREAM 4") &&
        event.from === "server",
    );
    const servers = whole.trace.events.filter(
      (event) => event.kind === "message" && event.layer === "quic" && event.from === "server",
    );
    const ordinal = servers.findIndex((event) => event === victim);
    const load = loadOverHttp3(resources, {
      ...h3,
      order: "sequential",
      network: { ...network, down: { kind: "exactly", ordinals: [ordinal] } },
    });
    const stalls = load.trace.events.filter(
      (event) => event.kind === "span" && event.phase === "stalled",
    );
    expect(new Set(stalls.map((event) => event.resource))).toEqual(new Set(["r1"]));
    expect(load.completed["r2"]).toBe(whole.completed["r2"]);
  });

  it("can wait for the QPACK table when it is allowed to", () => {
    const resources = small(6);
    const refer = { ...h3, tableCapacity: 4096, blockedStreams: 16 };
    const whole = loadOverHttp3(resources, refer);
    const encoder = whole.trace.events.some(
      (event) => event.kind === "message" && event.format === "qpack-encoder",
    );
    expect(encoder).toBe(true);
    expect(Object.keys(whole.completed)).toHaveLength(6);
  });

  it("survive loss and a change of address, and settle every frame that arrived", () => {
    const load = loadOverHttp3([resource(0, 200_000), resource(1, 200_000)], {
      ...h3,
      network: { ...network, bandwidth: 10_000_000, down: { kind: "rate", rate: 0.02 } },
      migrateAt: 350,
    });
    expect(Object.keys(load.completed)).toHaveLength(2);
    const frames = load.trace.events.filter(
      (event) => event.kind === "message" && event.layer === "http3",
    );
    expect(frames.every((event) => event.kind === "message" && event.arrives !== null)).toBe(true);
    expect(
      load.trace.events.some((event) => event.kind === "message" && event.packet?.path === 1),
    ).toBe(true);
  });
});
