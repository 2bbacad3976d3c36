// Field lines as the browser's own collection of them.
import type { Fields } from "#trace/index.ts";

/** The same lines as a `Headers`, which refuses (throws TypeError) what is no field name or value. */
export function headersOf(fields: Fields): Headers {
  const headers = new Headers();
  for (const [name, value] of fields) headers.append(name, value);
  return headers;
}
