// A trace's spans as rows of a waterfall, and the axis that several of them share. Pure.
import { PHASES, type Phase, type Trace } from "#trace/index.ts";

/** One stretch of a resource's life in virtual milliseconds. */
export interface Stretch {
  readonly phase: Phase;
  readonly from: number;
  readonly until: number;
}

/** One resource. */
export interface Row {
  readonly resource: string;
  /** The path that was asked for, where the trace has the request. */
  readonly name: string;
  /** In the order of their beginning; "stalled" lies over the phase that it interrupts. */
  readonly stretches: readonly Stretch[];
  /** Milliseconds in each phase; one that did not occur is missing. */
  readonly sums: Readonly<Partial<Record<Phase, number>>>;
  /** When its first phase begins and its last one ends. */
  readonly from: number;
  readonly until: number;
}

const order = (phase: Phase): number => PHASES.indexOf(phase);

function pathOf(url: string): string {
  const slash = url.indexOf("/", url.indexOf("//") + 2);
  return slash < 0 ? url : url.slice(slash);
}

/** One row a resource, in the order in which they are first heard of. */
export function rowsOf(trace: Trace): readonly Row[] {
  const stretches = new Map<string, Stretch[]>();
  const names = new Map<string, string>();
  for (const event of trace.events) {
    if (event.kind === "span") {
      const { resource, phase, at, until } = event;
      const own = stretches.get(resource) ?? [];
      own.push({ phase, from: at, until });
      stretches.set(resource, own);
    } else if (event.kind === "message" && event.head?.kind === "request") {
      if (event.resource !== undefined && !names.has(event.resource)) {
        names.set(event.resource, pathOf(event.head.url));
      }
    }
  }
  return [...stretches].map(([resource, own]) => {
    const sums: Partial<Record<Phase, number>> = {};
    for (const { phase, from, until } of own) sums[phase] = (sums[phase] ?? 0) + until - from;
    return {
      resource,
      name: names.get(resource) ?? resource,
      stretches: own.toSorted((a, b) => a.from - b.from || order(a.phase) - order(b.phase)),
      sums,
      from: Math.min(...own.map(({ from }) => from)),
      until: Math.max(...own.map(({ until }) => until)),
    };
  });
}

/** The resource that is complete last; null without any. */
export const lastOf = (rows: readonly Row[]): Row | null =>
  rows.reduce<Row | null>(
    (last, row) => (last === null || row.until > last.until ? row : last),
    null,
  );

/** Four to eight round numbers from 0 up to `end` for an axis. */
export function ticksOf(end: number): readonly number[] {
  if (end <= 0) return [0];
  const rough = end / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough) ?? rough;
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step);
}
