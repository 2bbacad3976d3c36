// Small labelled controls for a lab's setup.
import type { JSX } from "preact";
import type { Option } from "./lab.ts";

interface SelectProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option[];
  readonly onChange: (value: string) => void;
}

/** A labelled list to choose one value from. */
export const Select = ({ id, label, value, options, onChange }: SelectProps): JSX.Element => (
  <label class="lab-control" for={id}>
    <span>{label}</span>
    <select id={id} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
      {options.map((option) => (
        <option
          key={option.value}
          {...(option.value === option.text ? {} : { value: option.value })}
          selected={option.value === value}
        >
          {option.text}
        </option>
      ))}
    </select>
  </label>
);

interface CheckProps {
  readonly id: string;
  readonly label: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** A labelled box to tick. */
export const Check = ({ id, label, checked, disabled, onChange }: CheckProps): JSX.Element => (
  <label class="lab-check" for={id}>
    <input
      id={id}
      type="checkbox"
      checked={checked}
      disabled={disabled ?? false}
      onChange={({ currentTarget }) => onChange(currentTarget.checked)}
    />
    <span>{label}</span>
  </label>
);

interface SliderProps {
  readonly id: string;
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly unit: string;
  /** The value in words, where number and unit do not say it: "never" for 0. */
  readonly reading?: (value: number) => string;
  readonly onChange: (value: number) => void;
}

/** A labelled number on a slider; its value is always written beside it. */
export const Slider = (props: SliderProps): JSX.Element => {
  const { id, label, value, min, max, step, unit, onChange } = props;
  const read = props.reading?.(value) ?? `${value} ${unit}`;
  return (
    <label class="lab-control" for={id}>
      <span>
        {label} <output for={id}>{read}</output>
      </span>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        aria-valuetext={read}
        onInput={({ currentTarget }) => onChange(currentTarget.valueAsNumber)}
      />
    </label>
  );
};
