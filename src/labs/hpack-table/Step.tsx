// One request of the HPACK lab: what each of its bytes says, and the table as it changes. RFC 7541 §2.3, §4.4, §6.
import type { JSX } from "preact";
import { entrySize, STATIC_TABLE } from "#protocols/http2/index.ts";
import { formatHex } from "#wire/index.ts";
import { linesOf } from "./lines.ts";
import { sizeOf, type Request } from "./requests.ts";

/** What a form means, shorter than its name. */
const FORM_WORDS: Readonly<Record<string, string>> = {
  "Indexed field": "by number",
  "Literal with incremental indexing": "written out, added",
  "Literal without indexing": "written out",
  "Literal never indexed": "written out, never index",
  "Table size update": "new size of the table",
};

/** Octets and characters of a line that are shown; a large cookie is cut. */
const SHOWN = 16;
const LONGEST = 34;

const hexOf = (bytes: Uint8Array): string =>
  bytes.length <= SHOWN
    ? formatHex(bytes, " ")
    : `${formatHex(bytes.subarray(0, SHOWN), " ")} … ${bytes.length} bytes`;
const cut = (text: string): string =>
  text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;

/** The dynamic table behind a request: new entries marked, evicted ones struck through. */
function Table({ request }: { readonly request: Request }): JSX.Element {
  const { added, evicted, table } = request;
  if (table.length + evicted.length === 0) return <p class="soft">The table is empty.</p>;
  return (
    <table>
      <caption>The table behind it</caption>
      <thead>
        <tr>
          <th scope="col">index</th>
          <th scope="col">entry</th>
          <th scope="col">size</th>
        </tr>
      </thead>
      <tbody>
        {table.map((field, at) => (
          <tr key={at} class={at < added ? "hpack-new" : undefined}>
            <td>{STATIC_TABLE.length + 1 + at}</td>
            <td>
              {cut(field.join(": "))}
              {at < added && <b> new</b>}
            </td>
            <td>{entrySize(field)}</td>
          </tr>
        ))}
        {evicted.map((field, at) => (
          <tr key={`evicted-${at}`} class="hpack-gone">
            <td>–</td>
            <td>
              <s>{cut(field.join(": "))}</s> evicted
            </td>
            <td />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** One request: its field block line by line, and the table as it then stands. */
export function Step({ request }: { readonly request: Request }): JSX.Element {
  const { block, table, title } = request;
  return (
    <div class="hpack-sides">
      <div class="scroll" tabIndex={0} role="region" aria-label={`Field block: ${title}`}>
        <table>
          <caption>
            {title}: {block.length} bytes
          </caption>
          <thead>
            <tr>
              <th scope="col">bytes</th>
              <th scope="col">field</th>
              <th scope="col">sent</th>
            </tr>
          </thead>
          <tbody>
            {linesOf(request).map(({ bytes, form, text }, at) => (
              <tr key={at}>
                <td class="hpack-hex">{hexOf(bytes)}</td>
                <td>{cut(text)}</td>
                <td class="hpack-form">{FORM_WORDS[form] ?? form}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="scroll" tabIndex={0} role="region" aria-label={`Table behind: ${title}`}>
        <Table request={request} />
        <p class="soft hpack-size">{sizeOf(table)} bytes in the table</p>
      </div>
    </div>
  );
}
