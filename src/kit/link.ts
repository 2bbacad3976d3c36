// A lab's state in the address: `#<lab>=v1.<base64url of JSON>`. Data, never code; strangers are refused.
import { latin1, latin1Text, strictUtf8Text, utf8 } from "#wire/index.ts";

const VERSION = "v1";
/** Longest fragment that is read, in characters. */
const LONGEST = 4000;

/** What an address says about one lab. */
export type Linked =
  | { readonly kind: "none" }
  | { readonly kind: "nonsense" }
  | { readonly kind: "data"; readonly data: unknown };

/** The fragment, "#" included, that leads to `data` in lab `id`; too much data throws RangeError. */
export function writeLink(id: string, data: unknown): string {
  const packed = btoa(latin1Text(utf8(JSON.stringify(data))))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
  const link = `#${id}=${VERSION}.${packed}`;
  if (link.length > LONGEST) throw new RangeError(`the state of ${id} does not fit a link`);
  return link;
}

/** Reads what `fragment` says about lab `id`. The data is whatever JSON allows: validate it. */
export function readLink(id: string, fragment: string): Linked {
  if (!fragment.startsWith(`#${id}=`)) return { kind: "none" };
  const [version, packed] = fragment.slice(id.length + 2).split(".");
  if (version !== VERSION || packed === undefined || fragment.length > LONGEST) {
    return { kind: "nonsense" };
  }
  try {
    const bytes = latin1(atob(packed.replaceAll("-", "+").replaceAll("_", "/")));
    const text = strictUtf8Text(bytes);
    return text === null ? { kind: "nonsense" } : { kind: "data", data: JSON.parse(text) };
  } catch {
    return { kind: "nonsense" };
  }
}
