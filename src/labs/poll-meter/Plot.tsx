// Two pictures of a run over the depot's time: bytes that have crossed so far, and how old each scan was.
import type { JSX } from "preact";
import { delaysOf, NAMES, WAYS, type Run, type Seen, type Way } from "./measured.ts";
import { DURATION } from "./setup.ts";
import { moment, seconds, size } from "./words.ts";

const [LEFT, RIGHT, TOP, BOTTOM] = [66, 380, 12, 150];
const MINUTES = [0, 60, 120, 180];

const across = (second: number): number =>
  LEFT + (Math.min(second, DURATION) / DURATION) * (RIGHT - LEFT);
const scale =
  (most: number) =>
  (value: number): number =>
    BOTTOM - (value / most) * (BOTTOM - TOP);
const place = (value: number): string => value.toFixed(1).replace(/\.0$/, "");

/** A line that steps up with each message. */
function stepsOf({ moved }: Run, up: (bytes: number) => number): string {
  let sum = 0;
  let path = `M${LEFT} ${BOTTOM}`;
  for (const each of moved.toSorted((one, other) => one.at - other.at)) {
    sum += each.up + each.down;
    path += `H${place(across(each.at))}V${place(up(sum))}`;
  }
  return `${path}H${RIGHT}`;
}

/** A dot for each scan that arrived, at the moment at which it happened. */
const dotsOf = (seen: Seen, way: Way, up: (delay: number) => number): string =>
  delaysOf(seen, seen.runs[way])
    .map(({ at, delay }) => `M${place(across(at))} ${place(up(delay))}h.01`)
    .join("");

interface AxesProps {
  readonly title: string;
  readonly most: string;
  readonly half: string;
  readonly children: JSX.Element[];
}

const Axes = ({ title, most, half, children }: AxesProps): JSX.Element => (
  <figure>
    <figcaption>{title}</figcaption>
    <svg viewBox="0 0 400 174" aria-hidden="true">
      <path
        class="grid"
        d={`M${LEFT} ${TOP}H${RIGHT}M${LEFT} ${(TOP + BOTTOM) / 2}H${RIGHT}M${LEFT} ${BOTTOM}H${RIGHT}`}
      />
      <text x={LEFT - 6} y={TOP + 4}>
        {most}
      </text>
      <text x={LEFT - 6} y={(TOP + BOTTOM) / 2 + 4}>
        {half}
      </text>
      <text x={LEFT - 6} y={BOTTOM + 4}>
        0
      </text>
      {MINUTES.map((minute) => (
        <text key={minute} class="time" x={across(minute)} y={BOTTOM + 18}>
          {moment(minute)}
        </text>
      ))}
      {children}
    </svg>
  </figure>
);

/** Draws both; the table beside them says the sums in words. */
export function Plot({ seen }: { readonly seen: Seen }): JSX.Element {
  const bytes = Math.max(
    1000,
    ...WAYS.map((way) => seen.runs[way].moved.reduce((sum, { up, down }) => sum + up + down, 0)),
  );
  const oldest = Math.max(
    1,
    ...WAYS.flatMap((way) => delaysOf(seen, seen.runs[way]).map(({ delay }) => delay)),
  );
  const byBytes = scale(bytes);
  const byAge = scale(oldest);
  return (
    <div class="meter-plots">
      <ul class="meter-legend">
        {WAYS.map((way) => (
          <li key={way} class={`meter-${way}`}>
            {NAMES[way]}
          </li>
        ))}
      </ul>
      <Axes title="Bytes so far" most={size(bytes)} half={size(Math.round(bytes / 2))}>
        {WAYS.map((way) => (
          <path key={way} class={`line meter-${way}`} d={stepsOf(seen.runs[way], byBytes)} />
        ))}
      </Axes>
      <Axes title="How old each scan was" most={seconds(oldest)} half={seconds(oldest / 2)}>
        {WAYS.map((way) => (
          <path key={way} class={`dots meter-${way}`} d={dotsOf(seen, way, byAge)} />
        ))}
      </Axes>
    </div>
  );
}
