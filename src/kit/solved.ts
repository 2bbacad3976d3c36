// Which challenges of a lab were solved, kept between visits where the browser allows it.

const keyOf = (lab: string): string => `lab.${lab}.solved`;

/** Ids solved on earlier visits; none where storage is refused or holds something else. */
export function recallSolved(lab: string): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(lab)) ?? "[]");
    return Array.isArray(kept) ? kept.filter((each) => typeof each === "string") : [];
  } catch {
    return [];
  }
}

/** Keeps them; where storage is refused they last as long as the page. */
export function keepSolved(lab: string, solved: readonly string[]): void {
  try {
    localStorage.setItem(keyOf(lab), JSON.stringify(solved));
  } catch {
    // The lab works without; only the ticks are gone on the next visit.
  }
}
