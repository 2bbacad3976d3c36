// One frame to set bit by bit: flags, opcode, mask, form of the length, key and payload. RFC 6455 §5.2.
import type { JSX } from "preact";
import { Select } from "#kit/Controls.tsx";
import { opcodeName } from "#protocols/websocket/index.ts";
import {
  LENGTH_FORMS,
  LONGEST_PAYLOAD,
  PAYLOAD_KINDS,
  type FrameSpec,
  type LengthForm,
  type PayloadKind,
} from "./setup.ts";

interface Props {
  /** Unique on the page. */
  readonly id: string;
  readonly place: number;
  readonly frame: FrameSpec;
  readonly onSet: (set: Partial<FrameSpec>) => void;
  /** Absent for the only frame. */
  readonly onRemove?: () => void;
}

const OPCODES = Array.from({ length: 16 }, (_, opcode) => ({
  value: String(opcode),
  text: `${opcode} ${opcodeName(opcode)}`,
}));

const FORM_NAMES: Readonly<Record<LengthForm, string>> = {
  shortest: "as short as it goes",
  "16": "7 + 16 bits, needed or not",
  "64": "7 + 64 bits, needed or not",
};

const KIND_NAMES: Readonly<Record<PayloadKind, string>> = {
  text: "text",
  hex: "hex bytes",
  letters: "letters, so many",
  close: "close code and reason",
  deflated: "text, compressed",
};

const namesOf = <T extends string>(values: readonly T[], names: Readonly<Record<T, string>>) =>
  values.map((value) => ({ value, text: names[value] }));

interface BitProps {
  readonly name: string;
  readonly on: boolean;
  readonly onFlip: () => void;
}

/** One bit that a press turns over. */
const Bit = ({ name, on, onFlip }: BitProps): JSX.Element => (
  <button type="button" class="bench-bit" aria-pressed={on} onClick={onFlip}>
    <small>{name}</small>
    {on ? "1" : "0"}
  </button>
);

/** The controls of one frame. */
export function FrameForm({ id, place, frame, onSet, onRemove }: Props): JSX.Element {
  const { fin, rsv, opcode, masked, form, key, kind, payload } = frame;
  return (
    <fieldset class="bench-frame">
      <legend>Frame {place}</legend>
      <div class="bench-bits">
        <Bit name="FIN" on={fin} onFlip={() => onSet({ fin: !fin })} />
        {[4, 2, 1].map((bit, index) => (
          <Bit
            key={bit}
            name={`RSV${index + 1}`}
            on={(rsv & bit) !== 0}
            onFlip={() => onSet({ rsv: rsv ^ bit })}
          />
        ))}
        <Select
          id={`${id}-opcode`}
          label="opcode"
          value={String(opcode)}
          options={OPCODES}
          onChange={(value) => onSet({ opcode: Number(value) })}
        />
        <Bit name="MASK" on={masked} onFlip={() => onSet({ masked: !masked })} />
        {masked && (
          <label class="lab-control" for={`${id}-key`}>
            <span>key</span>
            <input
              id={`${id}-key`}
              class="bench-key"
              size={8}
              maxLength={8}
              spellcheck={false}
              autocapitalize="none"
              autocomplete="off"
              value={key}
              onInput={({ currentTarget }) => onSet({ key: currentTarget.value })}
            />
          </label>
        )}
      </div>
      <div class="bench-rest">
        <Select
          id={`${id}-kind`}
          label="Payload"
          value={kind}
          options={namesOf(PAYLOAD_KINDS, KIND_NAMES)}
          onChange={(value) => onSet({ kind: value as PayloadKind })}
        />
        <label class="lab-control" for={`${id}-payload`}>
          <span class="only-heard">What the payload holds</span>
          <input
            id={`${id}-payload`}
            class="bench-payload"
            maxLength={LONGEST_PAYLOAD}
            spellcheck={false}
            autocapitalize="none"
            autocomplete="off"
            value={payload}
            onInput={({ currentTarget }) => onSet({ payload: currentTarget.value })}
          />
        </label>
        <Select
          id={`${id}-form`}
          label="Length"
          value={form}
          options={namesOf(LENGTH_FORMS, FORM_NAMES)}
          onChange={(value) => onSet({ form: value as LengthForm })}
        />
        {onRemove && (
          <button type="button" onClick={onRemove}>
            Remove<span class="only-heard"> frame {place}</span>
          </button>
        )}
      </div>
    </fieldset>
  );
}
