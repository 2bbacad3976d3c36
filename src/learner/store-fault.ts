// What the browser threw, as something that a learner can read and act on.
import type { StoreFault, StoreFaultKind } from "./event-store.ts";

const TEXTS: Readonly<Record<StoreFaultKind, string>> = {
  refused:
    "Your progress is not kept: this browser refuses storage, perhaps because of a private window. You can go on; export your progress before you leave.",
  full: "Your last answers are not kept: the storage of this browser is full. You can go on; export your progress, then free some space and try again.",
  evicted:
    "Your earlier progress is gone: the browser cleared the storage of this site. Import your last backup to get it back.",
  blocked:
    "Your progress is not kept: another tab with an older version of the course holds the storage. Close the other tabs and reload.",
  closed:
    "Your last answers are not kept: the storage was closed, perhaps by a newer version of the course in another tab. Export your progress, then reload.",
  newer:
    "Your progress can be read but not changed: a newer version of the course wrote it. Reload the page to update it.",
};

/** Names that browsers give to their refusals (W3C Indexed Database API §4, Web IDL §2.8.1). */
const KINDS: Readonly<Record<string, StoreFaultKind>> = {
  QuotaExceededError: "full",
  VersionError: "newer",
  InvalidStateError: "closed",
  AbortError: "closed",
  blocked: "blocked",
};

/** The fault of a kind, or of what was thrown; anything unknown counts as refused. */
export function storeFault(cause: unknown): StoreFault {
  const named = typeof cause === "string" && Object.hasOwn(TEXTS, cause);
  const name = (cause as { name?: unknown } | null)?.name;
  const kind = named
    ? (cause as StoreFaultKind)
    : ((typeof name === "string" ? KINDS[name] : undefined) ?? "refused");
  return { kind, text: TEXTS[kind] };
}
