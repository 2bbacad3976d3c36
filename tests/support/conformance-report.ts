// The record that a conformance run leaves behind; tests/conformance/report.ts prints it as a page.
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A case, or a class of cases, that our engine answers differently from the suite. */
export interface Deviation {
  /** The suite's own name of the case. */
  readonly name: string;
  /** One sentence: what we do instead, and the reason. */
  readonly why: string;
  /** The section that decides: "RFC 9112 §6.3". */
  readonly rule: string;
  /** Cases covered by this line; 1 unless told. */
  readonly count?: number;
}

/** Cases of a suite that were not put to the engine because they ask for something else. */
export interface LeftOut {
  readonly what: string;
  readonly why: string;
  readonly count: number;
}

/** What one run of one suite (or of one real peer) against one engine showed. */
export interface SuiteRecord {
  /** Folder name of the public suite, or "peer: …" for an independent implementation. */
  readonly suite: string;
  /** The engine under test: "http1", "hpack". */
  readonly engine: string;
  /** Cases put to the engine; always `agree` + the deviations. */
  readonly cases: number;
  readonly agree: number;
  readonly deviations: readonly Deviation[];
  readonly leftOut?: readonly LeftOut[];
  /** The independent implementation on the other side: "undici 8.12.4". */
  readonly peer?: string;
  /** False when the suite or peer was absent: the committed line then stays as it is. */
  readonly ran: boolean;
}

/** Where the records lie, one JSON file per suite and engine; not committed. */
export const recordFolder = fileURLToPath(new URL("../../.cache/conformance/", import.meta.url));

const slug = (text: string): string => text.toLowerCase().replace(/[^a-z0-9.]+/g, "-");

/**
 * Stores the outcome of a suite for the page. Call it last, after the suite's own assertions.
 * Throws RangeError when the numbers do not add up: every case agrees or is listed.
 */
export function recordSuite(record: SuiteRecord): void {
  const deviating = record.deviations.reduce((sum, { count = 1 }) => sum + count, 0);
  if (record.ran && record.agree + deviating !== record.cases) {
    throw new RangeError(
      `${record.suite}: ${record.agree} agree + ${deviating} listed ≠ ${record.cases} cases. ` +
        "List each deviation by name.",
    );
  }
  const sorted = {
    agree: record.agree,
    cases: record.cases,
    deviations: record.deviations.map(({ count = 1, name, rule, why }) => {
      return { count, name, rule, why };
    }),
    engine: record.engine,
    leftOut: (record.leftOut ?? []).map(({ count, what, why }) => ({ count, what, why })),
    peer: record.peer ?? "",
    ran: record.ran,
    suite: record.suite,
  };
  mkdirSync(recordFolder, { recursive: true });
  const file = `${recordFolder}${slug(record.suite)}.${slug(record.engine)}.json`;
  writeFileSync(file, `${JSON.stringify(sorted, null, 2)}\n`);
}

/** Counts a suite's cases and holds each disagreement against the list of known deviations. */
export interface Tally {
  /** Notes one case. A case that disagrees must be among the listed deviations. */
  put(name: string, agrees: boolean): void;
  /**
   * Records the suite, and names what does not fit: a disagreement that is not listed, or a listed
   * case that agrees. Expect it to be empty.
   */
  finish(more?: Pick<SuiteRecord, "leftOut" | "peer">): string[];
}

/** Opens a tally for one suite and engine. */
export function openTally(suite: string, engine: string, listed: readonly Deviation[]): Tally {
  let cases = 0;
  const differing = new Set<string>();
  return {
    put(name, agrees) {
      cases += 1;
      if (!agrees) differing.add(name);
    },
    finish(more = {}) {
      const names = new Set(listed.map(({ name }) => name));
      const wrong = [
        ...[...differing].filter((name) => !names.has(name)).map((name) => `not listed: ${name}`),
        ...[...names].filter((name) => !differing.has(name)).map((name) => `agrees: ${name}`),
      ];
      if (wrong.length === 0) {
        const agree = cases - differing.size;
        recordSuite({ suite, engine, cases, agree, deviations: listed, ran: true, ...more });
      }
      return wrong;
    },
  };
}
