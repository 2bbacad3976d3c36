// Field trees of field blocks, one representation after another: RFC 7541 §6.
import type { HeaderField } from "#protocols/semantics/fields.ts";
import { done, fault, type Field, type Step } from "#wire/index.ts";
import { describeInteger, describeString, type Described } from "./describe-hpack-primitives.ts";
import { STATIC_LENGTH, STATIC_TABLE } from "./hpack-static-table.ts";

/** What a description may know beside the bytes. */
export interface FieldBlockContext {
  /**
   * The decoder's dynamic table before the block, newest first. Without it an index beyond the
   * static table is named by its number and is no fault.
   */
  readonly table?: readonly HeaderField[];
}

/** The four literal and two other forms, by the pattern of their first bits. */
interface Form {
  readonly name: string;
  /** Pattern bits before the integer. */
  readonly pattern: string;
  readonly integer: string;
  readonly rule: string;
  /** Whether a literal adds its line to the dynamic table; absent for the forms without a value. */
  readonly adds?: boolean;
}

const FORMS: readonly Form[] = [
  { name: "Indexed field", pattern: "1", integer: "Index", rule: "RFC 7541 §6.1" },
  {
    name: "Literal with incremental indexing",
    pattern: "01",
    integer: "Name index",
    rule: "RFC 7541 §6.2.1",
    adds: true,
  },
  { name: "Table size update", pattern: "001", integer: "Maximum size", rule: "RFC 7541 §6.3" },
  {
    name: "Literal never indexed",
    pattern: "0001",
    integer: "Name index",
    rule: "RFC 7541 §6.2.3",
    adds: false,
  },
  {
    name: "Literal without indexing",
    pattern: "0000",
    integer: "Name index",
    rule: "RFC 7541 §6.2.2",
    adds: false,
  },
];

const formOf = (octet: number): Form =>
  FORMS.find(
    ({ pattern }) => octet >>> (8 - pattern.length) === Number.parseInt(pattern, 2),
  ) as Form;

/** As far as the representations in [at, bytes.length) go, and what stopped them before the end. */
export interface Representations {
  readonly fields: readonly Field[];
  /** Offset behind the last whole representation. */
  readonly next: number;
  /** Null at the end of the bytes; `more` inside a representation; a fault. */
  readonly stop: Step<never> | null;
}

/** Describes the representations of a block or of its first fragment, one field each. */
export function describeRepresentations(
  bytes: Uint8Array,
  at: number,
  { table }: FieldBlockContext = {},
): Representations {
  const fields: Field[] = [];
  /** Lines that this block added, newest first, in front of what the context knows. */
  const known: HeaderField[] = [...(table ?? [])];
  let next = at;
  while (next < bytes.length) {
    const form = formOf(bytes[next] as number);
    const step = describeRepresentation(bytes, next, form, known, table === undefined);
    if (step.kind !== "done") return { fields, next, stop: step };
    fields.push(step.value.field);
    if (form.adds === true && step.value.value !== null) known.unshift(step.value.value);
    next = step.next;
  }
  return { fields, next, stop: null };
}

function describeRepresentation(
  bytes: Uint8Array,
  at: number,
  form: Form,
  known: readonly HeaderField[],
  tableUnknown: boolean,
): Step<Described<HeaderField | null>> {
  const { integer, name, pattern, rule } = form;
  const before = [{ name: "Pattern", bits: pattern.length, text: pattern }];
  const head = describeInteger(bytes, at, integer, before);
  if (head.kind !== "done") return head;
  const index = head.value.value;
  const whole = (text: string, next: number, children: readonly Field[]): Field => ({
    name,
    at,
    length: next - at,
    text,
    rule,
    children,
  });
  if (form.name === "Table size update") {
    const children = head.value.field.children ?? [];
    return done({ field: whole(`${index} octets`, head.next, children), value: null }, head.next);
  }

  const entry = index <= STATIC_LENGTH ? STATIC_TABLE[index - 1] : known[index - STATIC_LENGTH - 1];
  if (index === 0 && form.adds === undefined) {
    return fault("COMPRESSION_ERROR", at, rule, "index 0 names no entry");
  }
  if (entry === undefined && index !== 0 && !tableUnknown) {
    const text = `index ${index} is beyond the last entry, ${STATIC_LENGTH + known.length}`;
    return fault("COMPRESSION_ERROR", at, "RFC 7541 §2.3.3", text);
  }
  if (form.adds === undefined) {
    const place = `${index <= STATIC_LENGTH ? "static" : "dynamic"} ${index}`;
    const text =
      entry === undefined
        ? `entry ${index} of a table not shown`
        : `${entry.join(": ")} (${place})`;
    const children = head.value.field.children ?? [];
    return done({ field: whole(text, head.next, children), value: null }, head.next);
  }

  const children: Field[] = [head.value.field];
  let fieldName = entry?.[0] ?? `(name of entry ${index})`;
  let next = head.next;
  if (index === 0) {
    const literal = describeString(bytes, next, "Name");
    if (literal.kind !== "done") return literal;
    children.push(literal.value.field);
    fieldName = literal.value.value;
    next = literal.next;
  }
  const value = describeString(bytes, next, "Value");
  if (value.kind !== "done") return value;
  children.push(value.value.field);
  const field: HeaderField = [fieldName, value.value.value];
  return done({ field: whole(field.join(": "), value.next, children), value: field }, value.next);
}

/**
 * The field tree of a field block that reaches to the end of `bytes`. A block that ends inside a
 * representation is `more`. Sizes and limits are the decoder's business, not the description's.
 */
export function describeFieldBlock(
  bytes: Uint8Array,
  at = 0,
  context: FieldBlockContext = {},
): Step<Field> {
  const { fields, stop } = describeRepresentations(bytes, at, context);
  if (stop !== null) return stop;
  const length = Math.max(0, bytes.length - at);
  const text = fields.length === 1 ? "1 representation" : `${fields.length} representations`;
  const field: Field = { name: "Field block", at, length, text, rule: "RFC 7541 §3.2" };
  return done(fields.length > 0 ? { ...field, children: fields } : field, at + length);
}
