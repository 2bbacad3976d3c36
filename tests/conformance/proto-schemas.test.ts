// Our compiler against protoc: the same verdict on every schema of the list, and the same descriptor.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromBinary } from "@bufbuild/protobuf";
import {
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
  FileDescriptorSetSchema,
  type DescriptorProto,
  type EnumDescriptorProto,
  type FileDescriptorProto,
} from "@bufbuild/protobuf/wkt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compileSchema } from "../../src/proto/compile.ts";
import type { FieldType, Schema } from "#proto/index.ts";
import { recordSuite } from "../support/conformance-report.ts";
import { SCHEMAS } from "../support/proto-schemas.ts";

const protoc = spawnSync("protoc", ["--version"], { encoding: "utf8" });

describe.skipIf(protoc.status !== 0)("protoc on the same texts", () => {
  let folder: string;
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "schemas-"))));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** What protoc makes of a text, or null where it refuses. */
  function compile(text: string): FileDescriptorProto | null {
    const file = join(folder, "text.proto");
    const out = join(folder, "text.bin");
    writeFileSync(file, text);
    const { status } = spawnSync("protoc", [`-I${folder}`, `--descriptor_set_out=${out}`, file]);
    if (status !== 0) return null;
    const { stdout } = spawnSync("cat", [out]);
    return fromBinary(FileDescriptorSetSchema, stdout).file[0] ?? null;
  }

  const agree: string[] = [];

  it.each(SCHEMAS)("$name", ({ name, text, good, deviation }) => {
    const ours = compileSchema(text);
    const theirs = compile(text);
    expect(ours.kind).toBe(good ? "done" : "fault");
    expect(theirs !== null).toBe(good || deviation !== undefined);
    if (ours.kind === "done" && theirs) expect(ourShape(ours.schema)).toEqual(theirShape(theirs));
    if (deviation === undefined) agree.push(name);
  });

  it("is counted", () => {
    recordSuite({
      suite: "peer: protoc, schemas",
      engine: "proto",
      peer: protoc.stdout.trim(),
      cases: SCHEMAS.length,
      agree: agree.length,
      deviations: SCHEMAS.flatMap(({ name, deviation }) =>
        deviation === undefined
          ? []
          : [
              {
                name,
                why: `Refused, unlike by protoc: ${deviation}.`,
                rule: "protobuf.dev proto3 guide",
              },
            ],
      ),
      ran: true,
    });
  });
});

const SCALARS: Readonly<Record<number, string>> = Object.fromEntries(
  Object.entries(Type)
    .filter(([, number]) => typeof number === "number")
    .map(([name, number]) => [number, name.toLowerCase()]),
);

/** Our schema, without places and in the order of the names. */
function ourShape(schema: Schema): unknown {
  const field = (each: FieldType): unknown => ({
    name: each.name,
    jsonName: each.jsonName,
    number: each.number,
    label: each.label,
    type: each.type.name,
    key: each.key,
    packed: each.packed,
    presence: each.presence,
    oneof: each.oneof,
  });
  return {
    syntax: schema.syntax,
    package: schema.package,
    messages: byName(
      schema.messages.map(({ name, fields, oneofs, reserved }) => ({
        name,
        fields: fields.map(field),
        oneofs,
        reserved,
      })),
    ),
    enums: byName(schema.enums.map(({ name, values, reserved }) => ({ name, values, reserved }))),
    services: schema.services,
  };
}

const byName = <T extends { readonly name: string }>(all: readonly T[]): T[] =>
  all.toSorted((a, b) => (a.name < b.name ? -1 : 1));

/** The same from a descriptor: map entries back to maps, the oneofs of `optional` left out. */
function theirShape(file: FileDescriptorProto): unknown {
  const syntax = file.syntax === "" ? "proto2" : file.syntax;
  const root = file.package === "" ? "" : `${file.package}.`;
  const messages: { name: string; fields: unknown; oneofs: unknown; reserved: unknown }[] = [];
  const enums: { name: string; values: unknown; reserved: unknown }[] = [];
  const addEnum = (prefix: string, type: EnumDescriptorProto): void => {
    enums.push({
      name: prefix + type.name,
      values: type.value.map(({ name, number }) => ({ name, number })),
      reserved: {
        ranges: type.reservedRange.map(({ start, end }) => [start, end]),
        names: type.reservedName,
      },
    });
  };
  const addMessage = (prefix: string, type: DescriptorProto): void => {
    const name = prefix + type.name;
    const entries = new Map(
      type.nestedType
        .filter(({ options }) => options?.mapEntry === true)
        .map((entry) => [`.${name}.${entry.name}`, entry]),
    );
    const real = type.oneofDecl.map(({ name: oneof }, index) => ({
      oneof,
      used: type.field.some(
        (each) => each.oneofIndex === index && !each.proto3Optional && hasOneof(each),
      ),
    }));
    messages.push({
      name,
      fields: type.field.map((each) => {
        const entry = entries.get(each.typeName);
        const shown = entry?.field[1] ?? each;
        const repeated = each.label === Label.REPEATED && !entry;
        const packable = ![Type.STRING, Type.BYTES, Type.MESSAGE].includes(each.type);
        const inOneof = hasOneof(each);
        const list = entry !== undefined || repeated;
        const explicit = inOneof || each.type === Type.MESSAGE || syntax === "proto2";
        return {
          name: each.name,
          jsonName: each.jsonName,
          number: each.number,
          label: entry
            ? "map"
            : repeated
              ? "repeated"
              : each.label === Label.REQUIRED
                ? "required"
                : "singular",
          type: shown.typeName === "" ? SCALARS[shown.type] : shown.typeName.slice(1),
          key: entry ? SCALARS[entry.field[0]?.type ?? 0] : undefined,
          packed: repeated && packable && (packedOption(each) ?? syntax === "proto3"),
          presence: !list && explicit ? "explicit" : "implicit",
          oneof: inOneof && !each.proto3Optional ? real[each.oneofIndex]?.oneof : undefined,
        };
      }),
      oneofs: real.filter(({ used }) => used).map(({ oneof }) => oneof),
      reserved: {
        ranges: type.reservedRange.map(({ start, end }) => [start, end - 1]),
        names: type.reservedName,
      },
    });
    for (const each of type.nestedType)
      if (each.options?.mapEntry !== true) addMessage(`${name}.`, each);
    for (const each of type.enumType) addEnum(`${name}.`, each);
  };
  for (const each of file.messageType) addMessage(root, each);
  for (const each of file.enumType) addEnum(root, each);
  return {
    syntax,
    package: file.package,
    messages: byName(messages),
    enums: byName(enums),
    services: file.service.map(({ name, method }) => ({
      name: root + name,
      methods: method.map((each) => ({
        name: each.name,
        request: each.inputType.slice(1),
        response: each.outputType.slice(1),
        requestStream: each.clientStreaming,
        responseStream: each.serverStreaming,
      })),
    })),
  };
}

type FieldProto = DescriptorProto["field"][number];

/** Whether the index is set: zero is the first oneof, and also what an absent one reads as. */
const hasOneof = (each: FieldProto): boolean => Object.hasOwn(each, "oneofIndex");

const packedOption = ({ options }: FieldProto): boolean | undefined =>
  options && Object.hasOwn(options, "packed") ? options.packed : undefined;
