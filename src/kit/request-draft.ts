// A request as a learner composes it: kept within bounds, whole through a link, read as fields and sent.
import type { Fields, Sending } from "#trace/index.ts";

/** What the learner composes. */
export interface RequestDraft {
  readonly method: string;
  /** Begins with "/". */
  readonly target: string;
  /** Field lines as typed: "Name: value". */
  readonly fields: string;
  readonly content: string;
}

/** What the editor sends. */
export type DraftChange =
  | { readonly kind: "method"; readonly method: string }
  | { readonly kind: "target" | "fields" | "content"; readonly text: string };

/** Longest texts that are kept, in UTF-16 code units. */
const LONGEST = { target: 120, fields: 400, content: 600 } as const;

/** Applies a change; a method that is not among `methods` gives the same draft. */
export function changeDraft<Draft extends RequestDraft>(
  draft: Draft,
  change: DraftChange,
  methods: readonly string[],
): Draft {
  switch (change.kind) {
    case "method":
      return methods.includes(change.method) ? { ...draft, method: change.method } : draft;
    case "target": {
      const text = change.text.replace(/[^!-~]/g, "").slice(0, LONGEST.target);
      return {
        ...draft,
        target: text.startsWith("/") ? text : `/${text}`.slice(0, LONGEST.target),
      };
    }
    default:
      return { ...draft, [change.kind]: change.text.slice(0, LONGEST[change.kind]) };
  }
}

/** The four parts and nothing else, for comparing and for links. */
export const encodeDraft = ({
  method,
  target,
  fields,
  content,
}: RequestDraft): readonly string[] => [method, target, fields, content];

/** The draft of a link; null for anything that cannot be composed with these methods. */
export function decodeDraft(data: unknown, methods: readonly string[]): RequestDraft | null {
  if (!Array.isArray(data) || data.length !== 4) return null;
  const [method, target, fields, content] = data as readonly unknown[];
  if (typeof method !== "string" || !methods.includes(method)) return null;
  if (typeof target !== "string") return null;
  if (typeof fields !== "string" || typeof content !== "string") return null;
  const empty: RequestDraft = { method, target: "/", fields: "", content: "" };
  const draft = [
    { kind: "target", text: target } as const,
    { kind: "fields", text: fields } as const,
    { kind: "content", text: content } as const,
  ].reduce((sofar, change) => changeDraft(sofar, change, methods), empty);
  return JSON.stringify(encodeDraft(draft)) === JSON.stringify(data) ? draft : null;
}

/** Field lines as typed, read; lines without a colon are left out. */
export const fieldsOf = ({ fields }: RequestDraft): Fields =>
  fields.split("\n").flatMap((line) => {
    const colon = line.indexOf(":");
    return colon < 1 ? [] : [[line.slice(0, colon).trim(), line.slice(colon + 1).trim()] as const];
  });

/** The request as a script sends it, redirects shown and not followed; no content where none was written. */
export const sendingOf = (draft: RequestDraft): Sending => ({
  method: draft.method,
  target: draft.target,
  fields: fieldsOf(draft),
  redirect: "manual",
  ...(draft.content === "" ? {} : { content: draft.content }),
});

/** The same without content in GET and HEAD, with which Fetch sends nothing at all. */
export const sendableOf = (draft: RequestDraft): Sending =>
  sendingOf(["GET", "HEAD"].includes(draft.method) ? { ...draft, content: "" } : draft);
