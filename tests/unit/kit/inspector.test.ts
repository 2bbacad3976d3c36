// The inspector's mapping, and what editing a byte tells, over every kind of message that a run makes.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { leafAt, mapBytes, parentsOf, showBits, unfolded } from "../../../src/kit/byte-map.ts";
import { applyEdits, parseByte, readEdited, withEdit } from "../../../src/kit/edited.ts";
import { createDissector } from "../../../src/scenarios/dissect.ts";
import { loadOverHttp1 } from "../../../src/scenarios/http1-page.ts";
import { loadOverHttp2 } from "../../../src/scenarios/http2-page.ts";
import { loadOverHttp3 } from "../../../src/scenarios/http3-page.ts";
import type { LoadOptions, Resource } from "../../../src/scenarios/page.ts";
import type { MessageEvent, Trace } from "../../../src/trace/index.ts";
import { utf8 } from "../../../src/wire/index.ts";

const RESOURCES: readonly Resource[] = ["a", "b", "c"].map((id) => ({
  id,
  path: `/${id}`,
  type: "text/css",
  size: 3000,
  think: 5,
}));
const OPTIONS: LoadOptions = {
  network: {
    roundTrip: 40,
    bandwidth: 8e6,
    queue: 100_000,
    up: { kind: "none" },
    down: { kind: "none" },
  },
  security: "full",
  seed: 1,
};
const runs: readonly (readonly [name: string, trace: Trace])[] = [
  [
    "HTTP/1.1",
    loadOverHttp1(RESOURCES, { ...OPTIONS, version: "1.1", connections: 2, pipelining: true })
      .trace,
  ],
  ["HTTP/2", loadOverHttp2(RESOURCES, { ...OPTIONS, order: "round-robin" }).trace],
  ["HTTP/3", loadOverHttp3(RESOURCES, { ...OPTIONS, order: "round-robin" }).trace],
];
const messagesOf = (trace: Trace): readonly MessageEvent[] =>
  trace.events.filter((event): event is MessageEvent => event.kind === "message");

describe.each(runs)("the bytes of a page over %s", (_, trace) => {
  const dissect = createDissector(trace);

  test("every byte belongs to exactly one leaf, and every leaf to its bytes", () => {
    let bytes = 0;
    for (const event of messagesOf(trace)) {
      const step = dissect(event);
      expect(step.kind, event.label).toBe("done");
      if (step.kind !== "done") continue;
      const { nodes, leaves } = mapBytes(step.value, event.bytes.length);
      let at = 0;
      for (const { from, to } of leaves) {
        expect([event.label, from]).toEqual([event.label, at]);
        expect(to).toBeGreaterThan(from);
        at = to;
      }
      expect([event.label, at]).toEqual([event.label, event.bytes.length]);
      for (const [index, { from, to, node }] of leaves.entries()) {
        expect(leafAt(leaves, from)).toBe(index);
        expect(leafAt(leaves, to - 1)).toBe(index);
        expect(nodes).toContain(node);
      }
      expect(leafAt(leaves, -1)).toBe(-1);
      expect(leafAt(leaves, event.bytes.length)).toBe(-1);
      expect(new Set(nodes.map(({ key }) => key)).size).toBe(nodes.length);
      bytes += event.bytes.length;
    }
    expect(bytes).toBeGreaterThan(9000);
  });

  test("whatever byte is changed, the receiver's reading is told and nothing throws", () => {
    const messages = messagesOf(trace).filter(({ bytes }) => bytes.length > 0);
    fc.assert(
      fc.property(
        fc.constantFrom(...messages),
        fc.nat(),
        fc.integer({ min: 0, max: 255 }),
        (event, where, byte) => {
          const edits = withEdit(event.bytes, new Map(), where % event.bytes.length, byte);
          const bytes = applyEdits(event.bytes, edits);
          const reading = readEdited(dissect(event), dissect(event, bytes), bytes.length);
          if (edits.size === 0) expect(reading.kind).toBe("same");
          if (reading.kind === "changed") expect(reading.changes.length).toBeGreaterThan(0);
          if (reading.kind === "refuses") expect(reading.fault.rule).not.toBe("");
          expect(bytes).not.toBe(edits.size === 0 ? null : event.bytes);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("a changed byte", () => {
  const [, trace] = runs[0]!;
  const dissect = createDissector(trace);
  const request = messagesOf(trace).find(({ format }) => format === "http1-request")!;
  const read = (at: number, byte: number) => {
    const edits = withEdit(request.bytes, new Map(), at, byte);
    const bytes = applyEdits(request.bytes, edits);
    return readEdited(dissect(request), dissect(request, bytes), bytes.length);
  };

  test("gives another meaning", () => {
    expect(read(0, 0x53)).toEqual({
      kind: "changed",
      changes: [{ name: "request line › method", was: "GET", is: "SET" }],
    });
  });

  test("breaks a rule, which is named", () => {
    const reading = read(0, 0x00);
    expect(reading.kind).toBe("refuses");
    if (reading.kind === "refuses") expect(reading.fault).toMatchObject({ at: 0 });
  });

  test("is taken back by the byte that was there", () => {
    const edits = withEdit(request.bytes, new Map(), 0, 0x53);
    expect(withEdit(request.bytes, edits, 0, 0x47).size).toBe(0);
    expect(applyEdits(request.bytes, edits)[0]).toBe(0x53);
    expect(request.bytes[0]).toBe(0x47);
  });

  test("is two hexadecimal digits", () => {
    expect([" 0a ", "FF", "f", "100", "0x1", "gg", ""].map(parseByte)).toEqual([
      10,
      255,
      null,
      null,
      null,
      null,
      null,
    ]);
  });
});

describe("fields", () => {
  const tree = {
    name: "frame",
    at: 0,
    length: 3,
    text: "",
    children: [
      {
        name: "head",
        at: 0,
        length: 1,
        text: "",
        children: [
          { name: "FIN", at: 0, length: 1, text: "1", bits: [0, 1] as const },
          { name: "opcode", at: 0, length: 1, text: "5", bits: [1, 8] as const },
        ],
      },
      { name: "nothing", at: 1, length: 0, text: "" },
      { name: "rest", at: 1, length: 2, text: "" },
    ],
  };

  test("unfold parent by parent", () => {
    const { nodes, leaves } = mapBytes(tree, 5);
    const names = (opened: readonly string[]) =>
      unfolded(nodes, new Set(opened)).map(({ field }) => field.name);
    expect(names([])).toEqual(["frame", "not read"]);
    expect(names(["0"])).toEqual(["frame", "head", "nothing", "rest", "not read"]);
    expect(names(["0", "0.0"]).slice(2, 4)).toEqual(["FIN", "opcode"]);
    expect(leaves.map(({ node, from, to }) => [node.field.name, from, to])).toEqual([
      ["head", 0, 1],
      ["rest", 1, 3],
      ["not read", 3, 5],
    ]);
    expect(parentsOf("0.2.1")).toEqual(["0", "0.2"]);
  });

  test("show their bits in their place", () => {
    const [, , fin, opcode] = mapBytes(tree, 3).nodes;
    expect(showBits(fin!.field, Uint8Array.of(0x85))).toBe("1··· ····");
    expect(showBits(opcode!.field, Uint8Array.of(0x85))).toBe("·000 0101");
  });

  test("of a message without bytes are none", () => {
    const { leaves } = mapBytes({ name: "SYN", at: 0, length: 0, text: "" }, 0);
    expect(leaves).toEqual([]);
    expect(utf8("")).toHaveLength(0);
  });
});
