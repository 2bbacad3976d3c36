import { describe, expect, it } from "vitest";
import { loadOverHttp1 } from "../../src/scenarios/http1-page.ts";
import { loadOverHttp2 } from "../../src/scenarios/http2-page.ts";
import { loadOverHttp3 } from "../../src/scenarios/http3-page.ts";
import { protectQuic } from "../../src/scenarios/protect-quic.ts";
import { createQuicHandshake } from "../../src/scenarios/quic-handshake.ts";
import type { Resource } from "../../src/scenarios/page.ts";
import { exportPcapng } from "../../src/trace/export-pcapng.ts";
import { complaints, dissect, hasTshark } from "../support/tshark.ts";

const resources: readonly Resource[] = Array.from({ length: 12 }, (_, index) => ({
  id: `r${index}`,
  path: `/r${index}`,
  type: "text/plain",
  size: 4_000 + 1_500 * index,
  think: index === 2 ? 200 : 10,
}));

const network = {
  roundTrip: 60,
  bandwidth: 10_000_000,
  queue: 100_000,
  up: { kind: "rate", rate: 0.01 },
  down: { kind: "rate", rate: 0.02 },
} as const;

const runs = (["none", "full", "early"] as const).flatMap((security) =>
  ([1, 6] as const).flatMap((connections) =>
    (["1.0", "1.1"] as const).map((version) => ({ security, connections, version })),
  ),
);

describe.skipIf(!hasTshark)("tshark follows simulated HTTP/1 page loads", () => {
  it.each(runs)("$version, $connections connections, TLS $security", async (run) => {
    const { trace } = loadOverHttp1(resources, {
      ...run,
      network,
      seed: 5,
      pipelining: run.connections === 1,
    });
    const capture = await exportPcapng(trace);
    expect(complaints(capture)).toEqual([]);
    const asked = dissect(capture, ["http.request.method", "http.request.uri"], "http.request");
    const ours = trace.events.flatMap((event) =>
      event.kind === "message" && event.head?.kind === "request"
        ? [new URL(event.head.url).pathname]
        : [],
    );
    // One packet may hold several pipelined requests.
    expect(asked.flatMap((row) => row["http.request.uri"] ?? []).sort()).toEqual([...ours].sort());
    const answers = dissect(
      capture,
      ["http.response.code", "http.content_length"],
      "http.response",
    );
    const lengths = answers.flatMap((row) => row["http.content_length"] ?? []);
    expect(lengths.map(Number).sort((a, b) => a - b)).toEqual(resources.map(({ size }) => size));
  });
});

describe.skipIf(!hasTshark)("tshark follows simulated HTTP/2 page loads", () => {
  it.each(["none", "full", "early"] as const)("TLS %s", async (security) => {
    const { trace } = loadOverHttp2(resources, {
      network,
      seed: 7,
      security,
      order: "round-robin",
    });
    const capture = await exportPcapng(trace);
    expect(complaints(capture)).toEqual([]);
    const rows = dissect(capture, ["http2.type", "http2.streamid"], "http2");
    const theirs = rows.flatMap((row) =>
      (row["http2.type"] ?? []).map(
        (type, index) => `${type} on ${row["http2.streamid"]?.[index]}`,
      ),
    );
    const ours = trace.events.flatMap((event) => {
      if (event.kind !== "message" || event.format !== "http2-frame") return [];
      return [`${event.bytes[3]} on ${event.stream}`];
    });
    expect(theirs.sort()).toEqual(ours.sort());
    const paths = dissect(capture, ["http2.headers.path"], "http2.headers.path");
    expect(paths.flatMap((row) => row["http2.headers.path"] ?? []).sort()).toEqual(
      resources.map(({ path }) => path).sort(),
    );
  });
});

describe.skipIf(!hasTshark)("tshark decrypts simulated HTTP/3 page loads", () => {
  it.each([
    ["full", 0],
    ["resumed", 4096],
    ["early", 0],
  ] as const)("TLS %s, QPACK table of %d bytes", async (security, tableCapacity) => {
    const handshake = await createQuicHandshake(security, 11);
    const { trace } = loadOverHttp3(resources, {
      network,
      seed: 7,
      security,
      order: "round-robin",
      handshake,
      tableCapacity,
      blockedStreams: 16,
    });
    const capture = await exportPcapng(trace, protectQuic);
    expect(complaints(capture)).toEqual([]);
    expect(await exportPcapng(trace, protectQuic)).toEqual(capture);
    const numbers = dissect(capture, ["quic.packet_number"], "quic");
    const ours = trace.events.flatMap((event) =>
      event.kind === "message" && event.packet !== undefined ? [event.packet.number] : [],
    );
    expect(
      numbers
        .flatMap((row) => row["quic.packet_number"] ?? [])
        .map(Number)
        .sort((a, b) => a - b),
    ).toEqual(ours.sort((a, b) => a - b));
    const suites = dissect(capture, ["tls.handshake.ciphersuite"], "tls.handshake.type == 2");
    expect(suites[0]?.["tls.handshake.ciphersuite"]).toEqual(["0x1301"]);
    const frames = dissect(capture, ["http3.frame_type"], "http3");
    expect(frames.flatMap((row) => row["http3.frame_type"] ?? []).length).toBeGreaterThan(0);
  });
});
