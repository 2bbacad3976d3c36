// Numbers that a lab's slider can reach: what links and changes may set and nothing else.

/** Lowest, highest and step of a number. */
export interface Range {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

/** Whether a value from outside is a number that the slider of this range can stand at. */
export const isOnDial = ({ min, max, step }: Range, value: unknown): value is number =>
  typeof value === "number" &&
  value >= min &&
  value <= max &&
  Number.isInteger((value - min) / step);
