// From the parser's objects and the outline to our plain schema; type names are resolved here.
import type { Enum, Field, ReflectionObject, Root, Service, Type } from "protobufjs";
import { MAX_FIELD_NUMBER } from "#protocols/protobuf/index.ts";
import type { Declaration, Outline } from "./outline.ts";
import {
  isPackable,
  SCALARS,
  type EnumType,
  type FieldKind,
  type FieldType,
  type MessageType,
  type Place,
  type Reserved,
  type Scalar,
  type Schema,
  type ServiceType,
} from "./schema.ts";

const MAX_INT32 = 2 ** 31 - 1;

/** A type name that leads nowhere, or to something that is no message where one is needed. */
export interface Unresolved {
  readonly declaration: Declaration;
  /** Which of the declaration's types. */
  readonly index: number;
  readonly name: string;
  readonly why: "unknown" | "not a message";
}

/** A schema and what could not be resolved in it; only without the latter is it complete. */
export interface Built {
  readonly schema: Schema;
  readonly unresolved: readonly Unresolved[];
}

/** Builds the schema of a parsed text. */
export function buildSchema(root: Root, outline: Outline): Built {
  const syntax =
    outline.file.find(({ kind }) => kind === "syntax" || kind === "edition")?.value ?? "proto2";
  const packageName = outline.file.find(({ kind }) => kind === "package")?.value ?? "";
  const objects = new Map<string, ReflectionObject>();
  collect(root, objects);
  const resolve = createResolver(objects, outline);
  const { declarations } = outline;
  const messages: MessageType[] = [];
  const enums: EnumType[] = [];
  const services: ServiceType[] = [];
  const byScope = Map.groupBy(declarations, ({ kind, scope }) => `${kind} ${scope}`);
  const inside = (kind: Declaration["kind"], scope: string): readonly Declaration[] =>
    byScope.get(`${kind} ${scope}`) ?? [];

  for (const declaration of declarations) {
    const name = join(declaration.scope, declaration.name);
    const place = placeOf(declaration.place);
    if (declaration.kind === "message") {
      const type = objects.get(name) as Type;
      messages.push({
        name,
        place,
        fields: inside("field", name).flatMap((each) => {
          const field = own(type.fields, each.name);
          return field ? [buildField(field, each, syntax, resolve.type)] : [];
        }),
        oneofs: inside("oneof", name).map((each) => each.name),
        reserved: reservedOf(name, outline, MAX_FIELD_NUMBER),
      });
    } else if (declaration.kind === "enum") {
      const type = objects.get(name) as Enum;
      const values = Object.entries(type.values).map(([value, number]) => ({
        name: value,
        number,
      }));
      enums.push({
        name,
        place,
        values,
        reserved: reservedOf(name, outline, MAX_INT32),
        closed: isClosed(syntax, type),
      });
    } else if (declaration.kind === "service") {
      const type = objects.get(name) as Service;
      services.push({
        name,
        methods: inside("rpc", name).map((each) => {
          const method = own(type.methods, each.name);
          return {
            name: each.name,
            request: resolve.message(each, 0),
            response: resolve.message(each, 1),
            requestStream: method?.requestStream === true,
            responseStream: method?.responseStream === true,
          };
        }),
      });
    }
  }
  return {
    schema: { syntax, package: packageName, messages, enums, services },
    unresolved: resolve.unresolved,
  };
}

const join = (scope: string, name: string): string => (scope === "" ? name : `${scope}.${name}`);

const placeOf = ({ line, column }: Place): Place => ({ line, column });

/** A member by name that is the object's own: a field may be called "constructor". */
function own<T>(members: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(members, name) ? members[name] : undefined;
}

/** Whatever other declarations may stand in. */
interface Parent {
  readonly nestedArray: readonly ReflectionObject[];
}

function collect(parent: Parent, into: Map<string, ReflectionObject>): void {
  for (const each of parent.nestedArray) {
    into.set(each.fullName.slice(1), each);
    if ("nestedArray" in each) collect(each as unknown as Parent, into);
  }
}

type Options = Readonly<Record<string, unknown>> | undefined;

/** A feature of an edition: the innermost setting counts. The parser hands the file's on to its types. */
function feature(name: string, object: ReflectionObject): unknown {
  for (let at: ReflectionObject | null = object; at !== null; at = at.parent) {
    const features = (at.options as Options)?.["features"] as Options;
    if (features?.[name] !== undefined) return features[name];
  }
  return undefined;
}

function buildField(
  field: Field,
  declaration: Declaration,
  syntax: string,
  resolve: (declaration: Declaration, index: number) => FieldKind,
): FieldType {
  const { label } = declaration;
  const type = resolve(declaration, 0);
  const list = label === "repeated" || label === "map";
  const options = field.options as Options;
  const encoding = feature("repeated_field_encoding", field);
  const packedByDefault = syntax === "proto2" ? false : encoding !== "EXPANDED";
  const packed = options?.["packed"] ?? (encoding === "PACKED" ? true : packedByDefault);
  const jsonName = options?.["json_name"];
  return {
    name: declaration.name,
    jsonName: typeof jsonName === "string" ? jsonName : lowerCamel(declaration.name),
    number: field.id,
    label: list ? label : label === "required" ? "required" : "singular",
    type,
    ...("keyType" in field ? { key: field.keyType as Scalar } : {}),
    packed: label === "repeated" && isPackable(type) && packed === true,
    presence:
      !list && hasPresence(declaration, type, syntax, feature("field_presence", field))
        ? "explicit"
        : "implicit",
    ...(declaration.oneof === undefined ? {} : { oneof: declaration.oneof }),
    place: placeOf(declaration.place),
  };
}

function hasPresence(
  { label, oneof }: Declaration,
  type: FieldKind,
  syntax: string,
  presence: unknown,
): boolean {
  if (oneof !== undefined || type.kind === "message") return true;
  if (syntax === "proto3") return label === "optional";
  return syntax === "proto2" || presence !== "IMPLICIT";
}

const isClosed = (syntax: string, type: Enum): boolean =>
  syntax === "proto2" || (syntax !== "proto3" && feature("enum_type", type) === "CLOSED");

/** The default key in ProtoJSON: an underscore goes and raises the next letter. */
const lowerCamel = (name: string): string =>
  name.replace(/_+(.?)/g, (_, next: string) => next.toUpperCase());

/** What a message or enum has reserved; "max" is the highest number of its kind. */
function reservedOf(name: string, { reserved }: Outline, max: number): Reserved {
  const own = reserved.filter(({ scope }) => scope === name);
  return {
    ranges: own.flatMap(({ from, to }): [number, number][] =>
      from === undefined ? [] : [[Math.min(from, max), Math.min(to ?? from, max)]],
    ),
    names: own.flatMap((each) => each.name ?? []),
  };
}

/**
 * Type names are looked up from the innermost scope outwards. Where the first part of a dotted name
 * is found, the rest must be found inside it (proto3 guide, "Packages and Name Resolution").
 */
function createResolver(objects: ReadonlyMap<string, ReflectionObject>, outline: Outline) {
  const unresolved: Unresolved[] = [];
  const kinds = new Map<string, "message" | "enum">();
  for (const { kind, scope, name } of outline.declarations) {
    if (kind === "message" || kind === "enum") kinds.set(join(scope, name), kind);
  }
  const find = (name: string, from: string): string | null => {
    if (name.startsWith(".")) return kinds.has(name.slice(1)) ? name.slice(1) : null;
    const [head = ""] = name.split(".");
    for (let scope = from; ; scope = scope.slice(0, Math.max(0, scope.lastIndexOf(".")))) {
      const full = join(scope, name);
      if (kinds.has(full)) return full;
      // A dotted name stops where its first part is found.
      if (head !== name && objects.has(join(scope, head))) return null;
      if (scope === "") return null;
    }
  };
  const type = (declaration: Declaration, index: number): FieldKind => {
    const name = declaration.types
      .slice(index)
      .map(({ text }) => text)
      .join("");
    const scalar = SCALARS.find((each) => each === name);
    if (scalar) return { kind: "scalar", name: scalar };
    const full = find(name, declaration.scope);
    const kind = full === null ? undefined : kinds.get(full);
    if (full !== null && kind) return { kind, name: full };
    unresolved.push({ declaration, index, name, why: "unknown" });
    return { kind: "message", name };
  };
  return {
    unresolved,
    type,
    /** Full name of a method's request (0) or response (1). */
    message(declaration: Declaration, index: number): string {
      const name = declaration.types[index]?.text ?? "";
      const full = find(name, declaration.scope);
      if (full !== null && kinds.get(full) === "message") return full;
      unresolved.push({
        declaration,
        index,
        name,
        why: full === null && !SCALARS.some((each) => each === name) ? "unknown" : "not a message",
      });
      return name;
    },
  };
}
