// Our bytes read by independent implementations, and theirs by us: @bufbuild/protobuf, and protoc
// --decode_raw where it is installed.
import { spawnSync } from "node:child_process";
import { create, fromBinary, toBinary, toJson } from "@bufbuild/protobuf";
import { BinaryReader, BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import {
  FileDescriptorProtoSchema,
  file_google_protobuf_descriptor,
  StructSchema,
  TimestampSchema,
} from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  field,
  inspect,
  likeliest,
  writeFields,
  type ProtoField,
  type WireField,
} from "#protocols/protobuf/index.ts";
import { recordSuite } from "../support/conformance-report.ts";
import { decodeRawLines, differsFromRaw } from "../support/decode-raw.ts";

const fieldsOf = (bytes: Uint8Array): ProtoField[] => {
  const step = inspect(bytes);
  if (step.kind !== "done") throw new Error(`not done: ${JSON.stringify(step)}`);
  return step.value;
};
const bare = ({ number, wireType, value }: WireField): unknown => ({
  number,
  wireType,
  value: Array.isArray(value) ? value.map((each: WireField) => bare(each)) : value,
});

const numbers = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 2 ** 29 - 1 }));
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const { message } = fc.letrec<{ message: WireField[]; one: WireField }>((tie) => ({
  message: fc.array(tie("one"), { maxLength: 5 }),
  one: fc.oneof(
    { maxDepth: 4, depthIdentifier: "message" },
    fc.tuple(numbers, uint64).map(([number, value]) => field.uint(number, value)),
    fc.tuple(numbers, uint64).map(([number, value]) => field.fixed64(number, value)),
    fc.tuple(numbers, fc.nat()).map(([number, value]) => field.fixed32(number, value)),
    fc.tuple(numbers, fc.string({ unit: "binary" })).map(([n, value]) => field.string(n, value)),
    fc.tuple(numbers, fc.uint8Array()).map(([number, value]) => field.bytes(number, value)),
    fc.tuple(numbers, tie("message")).map(([number, value]) => field.message(number, value)),
    fc.tuple(numbers, tie("message")).map(([number, value]) => field.group(number, value)),
  ),
}));

describe("@bufbuild/protobuf", () => {
  /** The fields as its BinaryReader reads them. */
  const theirs = (bytes: Uint8Array): unknown[] => {
    const reader = new BinaryReader(bytes);
    const readUntil = (group: number | null): unknown[] => {
      const found: unknown[] = [];
      while (reader.pos < reader.len) {
        const [number, wireType] = reader.tag();
        if (wireType === WireType.EndGroup && number === group) return found;
        const value = {
          [WireType.Varint]: () => BigInt.asUintN(64, BigInt(reader.uint64())),
          [WireType.Bit64]: () => BigInt(reader.fixed64()),
          [WireType.LengthDelimited]: () => reader.bytes(),
          [WireType.StartGroup]: () => readUntil(number),
          [WireType.EndGroup]: () => null,
          [WireType.Bit32]: () => BigInt(reader.fixed32()),
        }[wireType]();
        found.push({ number, wireType, value });
      }
      return found;
    };
    return readUntil(null);
  };

  it("reads the records that we write", () => {
    fc.assert(
      fc.property(message, (fields) => {
        expect(theirs(writeFields(fields))).toEqual(fields.map(bare));
      }),
      { numRuns: 500 },
    );
  });

  it("writes scalars that we read, and the same bytes as we", () => {
    const bytes = new BinaryWriter()
      .tag(1, WireType.Varint)
      .int32(-2)
      .tag(2, WireType.Varint)
      .sint64(-500n)
      .tag(3, WireType.Varint)
      .bool(true)
      .tag(4, WireType.Bit64)
      .double(25.4)
      .tag(5, WireType.Bit32)
      .float(-0.5)
      .tag(536_870_911, WireType.LengthDelimited)
      .string("Päckchen")
      .finish();
    expect(
      writeFields([
        field.int(1, -2),
        field.sint(2, -500n),
        field.bool(3, true),
        field.double(4, 25.4),
        field.float(5, -0.5),
        field.string(536_870_911, "Päckchen"),
      ]),
    ).toEqual(new Uint8Array(bytes));
    const readings = fieldsOf(bytes).map(({ candidates }) => candidates);
    expect(readings.map((candidates) => candidates[likeliest(candidates) ?? "bytes"])).toEqual([
      -2n,
      999n,
      1n,
      25.4,
      -0.5,
      "Päckchen",
    ]);
    expect([readings[1]?.zigzag, readings[2]?.bool]).toEqual([-500n, true]);
  });

  it("decodes our Timestamp and Struct by their schemas", () => {
    const stamp = writeFields([field.int(1, 1_767_225_600), field.int(2, 5)]);
    expect(fromBinary(TimestampSchema, stamp)).toMatchObject({ seconds: 1_767_225_600n, nanos: 5 });
    const entry = (key: string, value: WireField) =>
      field.message(1, [field.string(1, key), field.message(2, [value])]);
    const struct = writeFields([
      entry("weight", field.double(2, 2.5)),
      entry("fragile", field.bool(4, true)),
    ]);
    expect(toJson(StructSchema, fromBinary(StructSchema, struct))).toEqual({
      weight: 2.5,
      fragile: true,
    });
  });

  it("writes a large message that we read and write back unchanged", () => {
    const bytes = toBinary(FileDescriptorProtoSchema, file_google_protobuf_descriptor.proto);
    const fields = fieldsOf(bytes);
    expect(writeFields(fields)).toEqual(new Uint8Array(bytes));
    expect(fields[0]?.candidates.string).toBe("google/protobuf/descriptor.proto");
    const types = fields.filter(({ number }) => number === 4);
    expect(types.map(({ candidates }) => likeliest(candidates))).toEqual(
      types.map(() => "message"),
    );
    expect(create(FileDescriptorProtoSchema).name).toBe("");
    recordSuite({
      suite: "peer: @bufbuild/protobuf",
      engine: "protobuf",
      peer: "@bufbuild/protobuf 2.17.0",
      cases: 4,
      agree: 4,
      deviations: [],
      ran: true,
    });
  });
});

const protoc = spawnSync("protoc", ["--version"], { encoding: "utf8" });

describe.skipIf(protoc.status !== 0)("protoc --decode_raw", () => {
  const decodeRaw = (bytes: Uint8Array): string | null => {
    const { status, stdout } = spawnSync("protoc", ["--decode_raw"], { input: bytes });
    return status === 0 ? stdout.toString("latin1") : null;
  };
  const tally = { cases: 0, agree: 0 };

  /** Whether five bytes stand somewhere that would be a varint of more than 32 bits. */
  const hasTruncatedTag = (bytes: Uint8Array): boolean =>
    bytes.some((last, at) => {
      const before = bytes.subarray(at - 4, at);
      return at >= 4 && last >= 0x10 && last < 0x80 && before.every((byte) => byte >= 0x80);
    });

  /** Null when both refuse the bytes or both find the same in them. */
  const differs = (bytes: Uint8Array): string | null => {
    fc.pre(!hasTruncatedTag(bytes));
    tally.cases += 1;
    const printed = decodeRaw(bytes);
    const step = inspect(bytes);
    const different =
      printed === null || step.kind !== "done"
        ? (printed === null) === (step.kind !== "done")
          ? null
          : `protoc ${printed === null ? "refuses" : "accepts"}, we answer ${step.kind}`
        : differsFromRaw(step.value, decodeRawLines(printed));
    if (different === null) tally.agree += 1;
    return different;
  };

  it("finds in our messages what we wrote", () => {
    fc.assert(
      fc.property(message, (fields) => {
        expect(differs(writeFields(fields))).toBeNull();
      }),
      { numRuns: 50, seed: 1 },
    );
  });

  it("agrees about random and damaged bytes", () => {
    const damaged = fc
      .tuple(message, fc.nat(), fc.integer({ min: 1, max: 255 }))
      .map(([fields, where, change]) => {
        const bytes = writeFields(fields);
        const at = where % Math.max(1, bytes.length);
        return bytes.map((byte, index) => (index === at ? byte ^ change : byte));
      });
    const input = fc.oneof(fc.uint8Array({ maxLength: 12 }), damaged);
    fc.assert(
      fc.property(input, (bytes) => {
        expect(differs(bytes)).toBeNull();
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it("drops what a tag says beyond 32 bits, where we refuse it", () => {
    const bytes = Uint8Array.of(0x81, 0x80, 0x80, 0x80, 0x11, 0, 0, 0, 0, 0, 0, 0, 0);
    expect(hasTruncatedTag(bytes)).toBe(true);
    expect(decodeRaw(bytes)).toContain("33554432: 0x");
    expect(inspect(bytes)).toMatchObject({ fault: { code: "FIELD_NUMBER_TOO_LARGE" } });
    tally.cases += 1;
  });

  it("agrees about the depth that is too deep", () => {
    const nested = (depth: number) =>
      Uint8Array.from([...Array<number>(depth).fill(0x0b), ...Array<number>(depth).fill(0x0c)]);
    for (const depth of [1, 99, 100, 101, 150]) expect(differs(nested(depth))).toBeNull();
    recordSuite({
      suite: "peer: protoc",
      engine: "protobuf",
      peer: protoc.stdout.trim(),
      ...tally,
      deviations: [
        {
          name: "a five-byte tag of more than 32 bits",
          why: "Refused: field numbers end at 2^29 − 1. protoc drops the surplus bits and reads on.",
          rule: "protobuf.dev proto3 guide §Assigning Field Numbers",
        },
      ],
      ran: true,
    });
  });
});
