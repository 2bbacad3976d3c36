// Random messages of every form: the bytes are those of @bufbuild/protobuf, and each side reads the
// other's; protoc --encode and --decode agree as well. The schema on their side is protoc's own.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createFileRegistry,
  fromBinary,
  fromJson,
  toBinary,
  toJson,
  type DescMessage,
  type JsonValue,
} from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  decodeMessage,
  encodeMessage,
  fromProtoJson,
  toProtoJson,
  type Schema,
} from "#proto/index.ts";
import { compileSchema } from "../../src/proto/compile.ts";
import { recordSuite } from "../support/conformance-report.ts";
import { everything } from "../support/proto-values.ts";
import { EVERYTHING } from "../support/proto-schemas.ts";

const protoc = spawnSync("protoc", ["--version"], { encoding: "utf8" });
const name = "parcel.v1.Everything";
const step = compileSchema(EVERYTHING);
const schema = step.kind === "done" ? step.schema : ({} as Schema);

/** As a number JSON text has no minus zero; as a string ProtoJSON takes it. */
const signed = (_: string, value: unknown): unknown => (Object.is(value, -0) ? "-0" : value);

describe.skipIf(protoc.status !== 0)("values against other implementations", () => {
  let folder: string;
  let desc: DescMessage;
  let cases = 0;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "values-"));
    writeFileSync(join(folder, "a.proto"), EVERYTHING);
    const out = join(folder, "a.bin");
    spawnSync("protoc", [`-I${folder}`, `--descriptor_set_out=${out}`, join(folder, "a.proto")]);
    const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(out)));
    const found = registry.getMessage(name);
    if (!found) throw new Error("protoc made no descriptor");
    desc = found;
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
    recordSuite({
      suite: "peer: @bufbuild/protobuf and protoc, values by schema",
      engine: "proto",
      peer: `@bufbuild/protobuf 2.17.0, ${protoc.stdout.trim()}`,
      cases,
      agree: cases,
      deviations: [],
      ran: true,
    });
  });

  it("writes the bytes of @bufbuild/protobuf and reads them back", () => {
    fc.assert(
      fc.property(everything, (value) => {
        const { bytes } = encodeMessage(schema, name, value);
        const json = toProtoJson(schema, name, value) as JsonValue;
        const theirs = fromBinary(desc, bytes);
        expect(toJson(desc, theirs)).toEqual(json);
        expect(new Uint8Array(toBinary(desc, theirs))).toEqual(bytes);
        const again = fromJson(desc, json);
        expect(new Uint8Array(toBinary(desc, again))).toEqual(bytes);
        const decoded = decodeMessage(schema, name, new Uint8Array(toBinary(desc, again)));
        expect(decoded.faults).toEqual([]);
        expect(toProtoJson(schema, name, decoded.value)).toEqual(json);
        const read = fromProtoJson(schema, name, JSON.stringify(toJson(desc, theirs), signed));
        expect(read.kind).toBe("done");
        if (read.kind === "done") {
          expect(encodeMessage(schema, name, read.value).bytes).toEqual(bytes);
        }
        cases += 1;
      }),
      { numRuns: 300, seed: 21 },
    );
  });

  /** What protoc prints or writes, or null where it refuses. */
  const run = (mode: string, input: Uint8Array): Uint8Array | null => {
    const args = [`-I${folder}`, `--${mode}=${name}`, "a.proto"];
    const { status, stdout } = spawnSync("protoc", args, { cwd: folder, input });
    return status === 0 ? new Uint8Array(stdout) : null;
  };

  it("decides like protoc about damaged bytes", () => {
    const damaged = fc
      .tuple(everything, fc.nat(), fc.integer({ min: 1, max: 255 }))
      .map(([value, where, change]) => {
        const { bytes } = encodeMessage(schema, name, value);
        const at = where % Math.max(1, bytes.length);
        return bytes.map((byte, index) => (index === at ? byte ^ change : byte));
      });
    fc.assert(
      fc.property(damaged, (bytes) => {
        const { value, faults } = decodeMessage(schema, name, bytes);
        // Where a number is too large for a tag, protoc drops bits and we refuse.
        fc.pre(!faults.some(({ code }) => code === "FIELD_NUMBER_TOO_LARGE"));
        const text = run("decode", bytes);
        expect(faults.map(({ code }) => code)).toEqual(text === null ? [expect.any(String)] : []);
        cases += 1;
        // Unknown fields are printed by number, and such a text cannot be encoded again.
        const back = text === null ? null : run("encode", text);
        if (back === null) return;
        const again = decodeMessage(schema, name, back);
        expect(toProtoJson(schema, name, again.value)).toEqual(toProtoJson(schema, name, value));
      }),
      { numRuns: 60, seed: 5, endOnFailure: true },
    );
  });

  it("is read and written alike by protoc", () => {
    fc.assert(
      fc.property(everything, (value) => {
        const { bytes } = encodeMessage(schema, name, value);
        const theirs = run("encode", run("decode", bytes) ?? bytes) ?? bytes.subarray(1);
        const back = decodeMessage(schema, name, theirs);
        expect(back.faults).toEqual([]);
        expect(toProtoJson(schema, name, back.value)).toEqual(toProtoJson(schema, name, value));
        cases += 1;
      }),
      { numRuns: 40, seed: 3 },
    );
  });
});
