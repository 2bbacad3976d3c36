import { createInflateRaw } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openDeflate } from "../../../../src/labs/frame-bench/deflate.ts";
import { receiveFrames } from "../../../../src/labs/frame-bench/receive.ts";
import {
  change,
  PRESETS,
  START,
  type FrameSpec,
  type Setup,
} from "../../../../src/labs/frame-bench/setup.ts";
import {
  headerLength,
  payloadOf,
  writeSpec,
} from "../../../../src/labs/frame-bench/write-frames.ts";
import { readHeader } from "../../../../src/protocols/websocket/index.ts";
import { concat, formatHex, parseHex, utf8, utf8Text } from "../../../../src/wire/index.ts";

const frame = START.frames[0] as FrameSpec;
const setupOf = (from: Setup["from"], ...frames: readonly Partial<FrameSpec>[]): Setup => ({
  ...START,
  from,
  frames: frames.map((set) => ({ ...frame, masked: from === "client", ...set })),
});

describe("the learner's bytes", () => {
  it.each([
    ["Hello, from the client", "818537fa213d7f9f4d5158"],
    ["Hello, from the server", "810548656c6c6f"],
    ["A Close", "888a"],
    ["200 letters", "81fe00c8"],
    ["65,536 letters", "82ff0000000000010000"],
  ])("%s are those of RFC 6455 §5.7 and §5.2", (name, hex) => {
    const [first] = receiveFrames(PRESETS[name] as Setup, null).frames;
    expect(formatHex(first?.bytes ?? new Uint8Array(0)).slice(0, hex.length)).toBe(
      name === "A Close" ? "8886" : hex,
    );
  });

  it("have the header that the engine reads, whenever it is minimal", () => {
    const spec = fc.record({
      fin: fc.constant(true),
      rsv: fc.integer({ min: 0, max: 7 }),
      opcode: fc.constantFrom(1, 2),
      masked: fc.boolean(),
      form: fc.constant("shortest" as const),
      key: fc.constantFrom("", "37fa213d", "ff"),
      kind: fc.constant("letters" as const),
      payload: fc.constantFrom("0", "125", "126", "65535", "65536", "70000"),
    });
    fc.assert(
      fc.property(spec, (each) => {
        const payload = payloadOf(each, null);
        const bytes = writeSpec(each, payload);
        const step = readHeader(bytes);
        expect(step.kind === "done" ? step.value.length : null).toBe(headerLength(each, payload));
        expect(bytes.length).toBe(headerLength(each, payload) + payload.length);
      }),
    );
  });
});

describe("the receiver", () => {
  it.each<[string, Setup, string]>([
    ["one whole text", setupOf("client", {}), "message"],
    ["a first fragment", setupOf("client", { fin: false }), "waits"],
    ["a ping", setupOf("server", { opcode: 9 }), "pong"],
    ["a pong", setupOf("server", { opcode: 10 }), "nothing"],
    ["a Close", setupOf("client", { opcode: 8, kind: "close", payload: "1000" }), "closed"],
    ["an empty Close", setupOf("client", { opcode: 8, kind: "close", payload: "" }), "closed"],
    ["an unmasked client frame", setupOf("client", { masked: false }), "1002"],
    ["a masked server frame", setupOf("server", { masked: true }), "1002"],
    ["a reserved opcode", setupOf("client", { opcode: 3 }), "1002"],
    [
      "a ping of 126 bytes",
      setupOf("client", { opcode: 9, kind: "letters", payload: "126" }),
      "1002",
    ],
    ["a long length without need", setupOf("client", { form: "16" }), "1002"],
    ["a continuation of nothing", setupOf("client", { opcode: 0 }), "1002"],
    ["a message in a message", setupOf("client", { fin: false }, { opcode: 2 }), "1002"],
    ["RSV1 without compression", setupOf("client", { rsv: 4 }), "1002"],
    ["code 1006", setupOf("client", { opcode: 8, kind: "close", payload: "1006" }), "1002"],
    ["bytes that are no text", setupOf("client", { kind: "hex", payload: "c328" }), "1007"],
    ["half a character at the end", setupOf("client", { kind: "hex", payload: "c3" }), "1007"],
    [
      "more than it takes",
      { ...setupOf("client", { kind: "letters", payload: "17" }), limit: 16 },
      "1009",
    ],
  ])("of %s", (_, setup, outcome) => {
    expect(receiveFrames(setup, null).outcome).toBe(outcome);
  });

  it("accepts a character that two fragments share", () => {
    const seen = receiveFrames(
      setupOf(
        "client",
        { fin: false, kind: "hex", payload: "c3" },
        { opcode: 0, kind: "hex", payload: "a9" },
      ),
      null,
    );
    expect(seen.messages).toEqual(["é"]);
  });

  it("tells a script 1006 when the browser itself fails the connection, 1002 when the server does", () => {
    const script = (setup: Setup) => receiveFrames(setup, null).script;
    expect(script(setupOf("server", { masked: true }))).toEqual({ code: 1006, wasClean: false });
    expect(script(setupOf("client", { masked: false }))).toEqual({ code: 1002, wasClean: true });
    expect(script(setupOf("client", { opcode: 8, kind: "close", payload: "" }))).toEqual({
      code: 1005,
      wasClean: true,
    });
    expect(script(setupOf("client", {}))).toBeNull();
  });

  it("sends nothing behind the end", () => {
    const seen = receiveFrames(setupOf("client", { opcode: 3 }, {}), null);
    expect(seen.frames[1]?.told).toBeNull();
  });

  it("survives whatever the controls can make", () => {
    const set = fc.record(
      {
        fin: fc.boolean(),
        rsv: fc.integer({ min: 0, max: 7 }),
        opcode: fc.integer({ min: 0, max: 15 }),
        masked: fc.boolean(),
        form: fc.constantFrom("shortest" as const, "16" as const, "64" as const),
        key: fc.string({ maxLength: 8 }),
        kind: fc.constantFrom(
          "text" as const,
          "hex" as const,
          "letters" as const,
          "close" as const,
          "deflated" as const,
        ),
        payload: fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom("1000 bye", "c328", "300")),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(set, { minLength: 1, maxLength: 4 }), (frames) => {
        const setup = frames.reduce<Setup>((sofar, each, index) => {
          const grown = index === 0 ? sofar : change(sofar, { kind: "add" });
          return change(grown, { kind: "frame", frame: index, set: each });
        }, START);
        const seen = receiveFrames(setup, null);
        expect(seen.frames).toHaveLength(frames.length);
      }),
    );
  });
});

describe("permessage-deflate", () => {
  it("gives the bytes of RFC 7692 §7.2.3.1 and takes those of §7.2.3.2", async () => {
    const deflater = await openDeflate();
    expect(formatHex(deflater.compress(utf8("Hello")))).toBe("f248cdc9c90700");
    const inflated = ["f248cdc9c90700", "f200110000"].map((hex) =>
      utf8Text(deflater.inflate(parseHex(hex) as Uint8Array, 1000) ?? new Uint8Array(0)),
    );
    expect(inflated).toEqual(["Hello", "Hello"]);
  });

  it("is read by zlib, message after message", async () => {
    const deflater = await openDeflate();
    const texts = ["Hello", "Hello", "parcel 42 is at the depot", "parcel 42 is in the van"];
    const tail = Uint8Array.of(0, 0, 0xff, 0xff);
    const stream = concat(texts.flatMap((text) => [deflater.compress(utf8(text)), tail]));
    const zlib = createInflateRaw();
    const pieces: Uint8Array[] = [];
    zlib.on("data", (piece: Uint8Array) => pieces.push(piece));
    await new Promise<void>((resolve) => zlib.write(stream, () => resolve()));
    expect(utf8Text(concat(pieces))).toBe(texts.join(""));
  });

  it("answers 1007 to what does not inflate", async () => {
    const setup: Setup = {
      ...setupOf("client", { rsv: 4, kind: "hex", payload: "ffffff" }),
      deflate: true,
    };
    const seen = receiveFrames(setup, await openDeflate());
    expect(seen.outcome).toBe("1007");
    expect(seen.fault?.code).toBe("INVALID_COMPRESSION");
  });

  it("inflates both messages of the preset, the second the shorter", async () => {
    const seen = receiveFrames(PRESETS["Compressed, twice"] as Setup, await openDeflate());
    expect(seen.messages).toEqual(["Hello", "Hello"]);
    const [first, second] = seen.frames.map(({ payload }) => payload.length);
    expect(second).toBeLessThan(first ?? 0);
  });
});
