// Resources as bars over time with their phases; several runs share one axis. The table is the picture.
import type { JSX } from "preact";
import { useId, useMemo, useState } from "preact/hooks";
import { PHASES, type Phase, type Trace } from "#trace/index.ts";
import { formatTime } from "./event-words.ts";
import { lastOf, rowsOf, ticksOf, type Row } from "./waterfall-rows.ts";
import "./waterfall.css";

/** One run among those that are compared. */
export interface Run {
  readonly name: string;
  readonly trace: Trace;
}

interface Props {
  readonly runs: readonly Run[];
  /** Virtual milliseconds up to which things have happened; all of it where missing. */
  readonly now?: number;
}

const PHASE_NAMES: Readonly<Record<Phase, string>> = {
  queued: "queued",
  connect: "connecting",
  secure: "securing",
  request: "sending the request",
  waiting: "waiting",
  receiving: "receiving",
  stalled: "stalled: held back by what is missing before it",
};

/** Of longer pages those are drawn that are complete last; the others when they are asked for. */
const MOST_ROWS = 24;
const FEW_ROWS = 12;

/** Rows in the order of the page: all, or those that keep the page waiting. */
function lastRows(rows: readonly Row[], all: boolean): readonly Row[] {
  if (all || rows.length <= MOST_ROWS) return rows;
  const latest = new Set(rows.toSorted((a, b) => b.until - a.until).slice(0, FEW_ROWS));
  return rows.filter((row) => latest.has(row));
}

/** Draws every run's rows, each with the moment at which it is complete. */
export function Waterfall({ runs, now }: Props): JSX.Element {
  const id = useId();
  const [all, setAll] = useState(false);
  const [counted, setCounted] = useState(false);
  const laid = useMemo(
    () => runs.map(({ name, trace }) => ({ name, rows: rowsOf(trace) })),
    [runs],
  );
  const end = Math.max(1, ...laid.flatMap(({ rows }) => rows.map(({ until }) => until)));
  const used = PHASES.filter((phase) =>
    laid.some(({ rows }) => rows.some(({ sums }) => (sums[phase] ?? 0) > 0)),
  );
  const x = (ms: number): string => `${((100 * ms) / end).toFixed(3)}%`;
  const ticks = ticksOf(end);
  return (
    <div class="wf">
      <ul class="wf-legend" aria-hidden="true">
        {used.map((phase) => (
          <li key={phase}>
            <svg width="22" height="12">
              <rect width="22" height="12" rx="2" class={`wf-${phase}`} />
              <rect width="22" height="12" rx="2" fill={`url(#${id}-${phase})`} />
            </svg>{" "}
            {PHASE_NAMES[phase]}
          </li>
        ))}
      </ul>
      <svg class="wf-patterns" width="0" height="0" aria-hidden="true">
        <defs>
          <Patterns id={id} />
        </defs>
      </svg>
      <div class="scroll" tabIndex={0} role="region" aria-label="Bars of all resources">
        <table class="wf-table">
          <thead>
            <tr>
              <th scope="col">Resource</th>
              <th scope="col">Complete at</th>
              <th scope="col" class="wf-bars">
                <span class="only-heard">Phases</span>
                <svg class="wf-axis" width="100%" height="18" aria-hidden="true">
                  {ticks.map((tick) => (
                    <text
                      key={tick}
                      x={x(tick)}
                      y="13"
                      text-anchor={tick === 0 ? "start" : tick > 0.94 * end ? "end" : "middle"}
                    >
                      {formatTime(tick)}
                    </text>
                  ))}
                </svg>
              </th>
            </tr>
          </thead>
          {laid.map(({ name, rows }) => {
            const last = lastOf(rows);
            return (
              <tbody key={name}>
                <tr class="wf-run">
                  <th scope="rowgroup" colSpan={3}>
                    {name}
                    <span class="soft">
                      {" "}
                      –{" "}
                      {last === null
                        ? "nothing loaded"
                        : `all there after ${formatTime(last.until)}`}
                    </span>
                  </th>
                </tr>
                {lastRows(rows, all).map((row) => (
                  <tr key={row.resource} class={row === last ? "wf-last" : undefined}>
                    <th scope="row">{row.name}</th>
                    <td class="wf-num">
                      {formatTime(row.until)}
                      {row === last && <span class="only-heard"> (the last)</span>}
                    </td>
                    <td class="wf-bars">
                      <Bars row={row} id={id} x={x} ticks={ticks} now={now} end={end} />
                    </td>
                  </tr>
                ))}
              </tbody>
            );
          })}
        </table>
      </div>
      {!all && laid.some(({ rows }) => rows.length > MOST_ROWS) && (
        <p class="lab-row">
          <span class="soft">
            Of each run the {FEW_ROWS} resources are drawn that were complete last.
          </span>
          <button type="button" onClick={() => setAll(true)}>
            Draw all of them
          </button>
        </p>
      )}
      <details class="wf-numbers" onToggle={({ currentTarget }) => setCounted(currentTarget.open)}>
        <summary>Every phase in numbers</summary>
        {(counted ? laid : []).map(({ name, rows }) => (
          <div key={name} class="scroll" tabIndex={0} role="region" aria-label={`Phases: ${name}`}>
            <table>
              <caption>{name}, milliseconds</caption>
              <thead>
                <tr>
                  <th scope="col">Resource</th>
                  {used.map((phase) => (
                    <th key={phase} scope="col">
                      {phase}
                    </th>
                  ))}
                  <th scope="col">complete at</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.resource}>
                    <th scope="row">{row.name}</th>
                    {used.map((phase) => (
                      <td key={phase} class="wf-num">
                        {row.sums[phase]?.toFixed(1) ?? "–"}
                      </td>
                    ))}
                    <td class="wf-num">{row.until.toFixed(1)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        ))}
      </details>
    </div>
  );
}

interface BarsProps {
  readonly row: Row;
  readonly id: string;
  readonly x: (ms: number) => string;
  readonly ticks: readonly number[];
  readonly now: number | undefined;
  readonly end: number;
}

/** A phase that was too short to see keeps a sliver; one lane for all, "stalled" over the others. */
function Bars({ row, id, x, ticks, now = Infinity, end }: BarsProps): JSX.Element {
  return (
    <svg width="100%" height="18" aria-hidden="true">
      {ticks.map((tick) => (
        <line key={tick} class="wf-grid" x1={x(tick)} x2={x(tick)} y1="0" y2="18" />
      ))}
      {row.stretches.map(({ phase, from, until }, index) => {
        const shown = Math.min(until, now);
        if (shown <= from) return null;
        const place = {
          x: x(from),
          width: x(Math.max(shown - from, end / 400)),
          y: phase === "queued" ? 7 : phase === "stalled" ? 9 : 2,
          height: phase === "queued" ? 4 : phase === "stalled" ? 7 : 14,
        };
        return (
          <g key={index}>
            <rect {...place} class={`wf-${phase}`} />
            <rect {...place} fill={`url(#${id}-${phase})`} />
          </g>
        );
      })}
      {now < end && <line class="wf-now" x1={x(now)} x2={x(now)} y1="0" y2="18" />}
    </svg>
  );
}

/** What each phase is drawn over with, so that colour is not all that tells them apart. */
const HATCHES: readonly (readonly [phase: Phase, size: number, d: string])[] = [
  ["connect", 6, "M0 6L6 0"],
  ["secure", 6, "M0 6L6 0M0 0L6 6"],
  ["request", 4, "M2 0V4"],
  ["waiting", 5, "M1 2.5H2.5"],
  ["stalled", 5, "M0 0L5 5"],
];

const Patterns = ({ id }: { readonly id: string }): JSX.Element => (
  <>
    {HATCHES.map(([phase, size, d]) => (
      <pattern
        key={phase}
        id={`${id}-${phase}`}
        width={size}
        height={size}
        patternUnits="userSpaceOnUse"
      >
        <path class={`wf-hatch wf-hatch-${phase}`} d={d} />
      </pattern>
    ))}
    {(["queued", "receiving"] as const).map((phase) => (
      <pattern
        key={phase}
        id={`${id}-${phase}`}
        width="4"
        height="4"
        patternUnits="userSpaceOnUse"
      />
    ))}
  </>
);
