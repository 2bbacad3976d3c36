// A packed list: one LEN record, elements without tags (protobuf.dev, Encoding, "Repeated Elements").
import { readVarint, WIRE_TYPES } from "#protocols/protobuf/index.ts";
import type { Fault } from "#wire/index.ts";
import { readScalar, scalarName, wireTypeOf } from "./scalars.ts";
import type { FieldType } from "./schema.ts";
import type { ScalarValue } from "./value.ts";

const RULE = "protobuf.dev Encoding §Repeated Elements";

/** Reads the payload of a packed list that ends at `end`; an element cut short is a fault. */
export function readPacked(
  faults: Fault[],
  field: FieldType,
  payload: Uint8Array,
  end: number,
): ScalarValue[] {
  const scalar = scalarName(field.type);
  const wireType = wireTypeOf(scalar);
  const values: ScalarValue[] = [];
  const start = end - payload.length;
  for (let at = 0; at < payload.length;) {
    if (wireType === WIRE_TYPES.VARINT) {
      const step = readVarint(payload, at);
      if (step.kind !== "done") {
        faults.push(cutElement(field, start + at));
        break;
      }
      values.push(readScalar(scalar, step.value));
      at = step.next;
      continue;
    }
    const size = wireType === WIRE_TYPES.I64 ? 8 : 4;
    if (at + size > payload.length) {
      faults.push(cutElement(field, start + at));
      break;
    }
    const view = new DataView(payload.buffer, payload.byteOffset + at, size);
    values.push(
      readScalar(scalar, size === 8 ? view.getBigUint64(0, true) : BigInt(view.getUint32(0, true))),
    );
    at += size;
  }
  return values;
}

const cutElement = ({ name }: FieldType, at: number): Fault => ({
  code: "TRUNCATED",
  at,
  rule: RULE,
  text: `The packed list “${name}” ends inside an element: its length is wrong, or bytes are missing.`,
});
