// The schema compiled by two libraries: @bufbuild/protobuf from its descriptor, protobufjs from its text.
import { create, createFileRegistry, fromBinary, fromJson, toBinary } from "@bufbuild/protobuf";
import {
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
  type FileDescriptorProto,
} from "@bufbuild/protobuf/wkt";
import protobuf from "protobufjs";
import { SCHEMA, type Payload } from "../../src/labs/size-race/payloads.ts";

/** One message type in both libraries. */
export interface Codec {
  /** Bytes by @bufbuild/protobuf. */
  readonly encode: (value: Payload["value"]) => Uint8Array;
  readonly decode: (bytes: Uint8Array) => unknown;
  /** Reads bytes and writes them anew, both by @bufbuild/protobuf. */
  readonly rewrite: (bytes: Uint8Array) => Uint8Array;
  readonly encodeByProtobufjs: (value: Payload["value"]) => Uint8Array;
  readonly decodeByProtobufjs: (bytes: Uint8Array) => unknown;
}

/** Scalar types of the schema; any other is a message. */
const SCALARS: Readonly<Record<string, FieldDescriptorProto_Type>> = {
  int32: FieldDescriptorProto_Type.INT32,
  int64: FieldDescriptorProto_Type.INT64,
  double: FieldDescriptorProto_Type.DOUBLE,
  bool: FieldDescriptorProto_Type.BOOL,
  string: FieldDescriptorProto_Type.STRING,
};
const PACKAGE = "parcels.v1";

/** What protobufjs parsed, as the descriptor that @bufbuild/protobuf compiles. */
function describe(root: protobuf.Root): FileDescriptorProto {
  const types = root.lookup(PACKAGE);
  if (!(types instanceof protobuf.Namespace)) throw new RangeError(`the schema lacks ${PACKAGE}`);
  return create(FileDescriptorProtoSchema, {
    name: "payloads.proto",
    package: PACKAGE,
    syntax: "proto3",
    messageType: types.nestedArray
      .filter((type) => type instanceof protobuf.Type)
      .map((type) => ({
        name: type.name,
        field: type.fieldsArray.map(({ name, id, type: of, repeated }) => ({
          name,
          jsonName: name,
          number: id,
          label: repeated
            ? FieldDescriptorProto_Label.REPEATED
            : FieldDescriptorProto_Label.OPTIONAL,
          type: SCALARS[of] ?? FieldDescriptorProto_Type.MESSAGE,
          ...(of in SCALARS ? {} : { typeName: `.${PACKAGE}.${of}` }),
        })),
      })),
  });
}

/** Compiles the schema; `of` throws RangeError for a message that it lacks. */
export function compile(): { readonly of: (message: string) => Codec } {
  const { root } = protobuf.parse(SCHEMA, { keepCase: true });
  root.resolveAll();
  const registry = createFileRegistry(create(FileDescriptorSetSchema, { file: [describe(root)] }));
  return {
    of(message) {
      const schema = registry.getMessage(message);
      if (schema === undefined) throw new RangeError(`the schema has no ${message}`);
      const type = root.lookupType(message);
      return {
        encode: (value) => toBinary(schema, fromJson(schema, structuredClone(value) as never)),
        decode: (binary) => fromBinary(schema, binary),
        rewrite: (binary) => toBinary(schema, fromBinary(schema, binary)),
        encodeByProtobufjs: (value) => type.encode(type.fromObject(value)).finish(),
        decodeByProtobufjs: (binary) => type.decode(binary),
      };
    },
  };
}
