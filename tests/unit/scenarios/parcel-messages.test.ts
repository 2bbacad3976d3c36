// The course's messages: bytes as protobuf-es writes and reads them, and the descriptor that protoc makes.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create, createFileRegistry, fromBinary, toBinary } from "@bufbuild/protobuf";
import { base64Decode } from "@bufbuild/protobuf/wire";
import { FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { field, writeFields } from "../../../src/protocols/protobuf/index.ts";
import { PARCEL_DESCRIPTOR } from "../../../src/scenarios/parcel-descriptor.ts";
import {
  PARCEL_METHODS,
  PARCEL_SERVICE,
  PARCEL_STATUS,
  writeGetParcelRequest,
  writeInstruction,
  writeParcel,
  writeScan,
  writeUploadSummary,
} from "../../../src/scenarios/parcel-messages.ts";
import { formatHex } from "../../../src/wire/index.ts";

const descriptor = base64Decode(PARCEL_DESCRIPTOR);
const registry = createFileRegistry(
  fromBinary(FileDescriptorProtoSchema, descriptor),
  () => undefined,
);
const schema = (name: string) => {
  const found = registry.getMessage(`parcel.v1.${name}`);
  if (found === undefined) throw new Error(`no message ${name}`);
  return found;
};
const theirs = (name: string, init: Record<string, unknown>) =>
  toBinary(schema(name), create(schema(name), init));

const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const text = fc.string({ unit: "grapheme" });

describe("the messages", () => {
  it("begin with the one that every lesson shows", () => {
    expect(formatHex(writeGetParcelRequest(42), " ")).toBe("08 2a");
  });

  it("are those that protobuf-es writes", () => {
    fc.assert(
      fc.property(
        int32,
        text,
        fc.nat({ max: 3 }),
        int64,
        fc.array(fc.nat()),
        (number, recipient, status, weightGrams, scanIds) => {
          const parcel = { number, recipient, status, weightGrams, scanIds };
          expect(writeParcel(parcel)).toEqual(theirs("Parcel", parcel));
          const scan = { number, place: recipient, atUnixSeconds: weightGrams };
          expect(writeScan(scan)).toEqual(theirs("Scan", scan));
          expect(writeGetParcelRequest(number)).toEqual(theirs("GetParcelRequest", { number }));
          expect(writeUploadSummary(number, status)).toEqual(
            theirs("UploadSummary", { accepted: number, refused: status }),
          );
          expect(writeInstruction(number, recipient)).toEqual(
            theirs("Instruction", { number, text: recipient }),
          );
        },
      ),
    );
  });
});

describe("the methods", () => {
  it("are those of the service", () => {
    const service = registry.getService(PARCEL_SERVICE);
    const kinds = {
      unary: "unary",
      server: "server_streaming",
      client: "client_streaming",
      bidi: "bidi_streaming",
    };
    expect(
      service?.methods.map(({ input, methodKind, name, output }) => [
        name,
        methodKind,
        input.typeName,
        output.typeName,
      ]),
    ).toEqual(
      (Object.keys(PARCEL_METHODS) as (keyof typeof PARCEL_METHODS)[]).map((kind) => {
        const { input, name, output } = PARCEL_METHODS[kind];
        return [name, kinds[kind], input, output];
      }),
    );
    const status = registry.getEnum("parcel.v1.Status");
    expect(status?.values.map(({ name, number }) => [name.replace("STATUS_", ""), number])).toEqual(
      Object.entries(PARCEL_STATUS),
    );
  });
});

describe.skipIf(spawnSync("protoc", ["--version"]).status !== 0)("protoc", () => {
  it("makes the same descriptor", () => {
    const folder = mkdtempSync(join(tmpdir(), "on-the-wire-"));
    try {
      const out = join(folder, "set");
      execFileSync("protoc", ["-Isrc/scenarios", `--descriptor_set_out=${out}`, "parcel.proto"]);
      // A FileDescriptorSet holds the file as its field 1.
      const set = writeFields([field.bytes(1, descriptor)]);
      expect(formatHex(new Uint8Array(readFileSync(out)))).toBe(formatHex(set));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
