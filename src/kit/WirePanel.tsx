// The request log of a LIVE lab: every exchange as the service saw it, and what a script cannot see.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Exchange, Fields } from "#trace/index.ts";
import { utf8Text } from "#wire/index.ts";
import { formatHttp, reconstruct, type Reconstructed } from "./reconstruct.ts";

/** Both messages of an exchange as bytes. */
export interface WrittenExchange {
  readonly request: Uint8Array;
  readonly response: Uint8Array;
}

/** Writes an exchange as HTTP/1.1 by the course's engine, which is loaded when first asked for. */
export type WriteExchange = (exchange: Exchange, added: Reconstructed) => Promise<WrittenExchange>;

interface Props {
  /** Oldest first. */
  readonly exchanges: readonly Exchange[];
  readonly write: WriteExchange;
}

/** Content shown in a row, in characters. */
const LONGEST_CONTENT = 2000;

const sizeOf = ({ content }: { readonly content: Uint8Array }): string => `${content.length} B`;

/** The table of exchanges; a row opens fields and content. */
export function WirePanel({ exchanges, write }: Props): JSX.Element {
  return (
    <details class="lab-wire">
      <summary>
        Wire panel{" "}
        <span class="soft">
          {exchanges.length} {exchanges.length === 1 ? "request" : "requests"}, as the service saw
          {exchanges.length === 1 ? " it" : " them"}
        </span>
      </summary>
      <div class="scroll" tabIndex={0} role="region" aria-label="Requests">
        <table>
          <thead>
            <tr>
              <th scope="col">#</th>
              <th scope="col">Method</th>
              <th scope="col">Address</th>
              <th scope="col">Status</th>
              <th scope="col">Time</th>
              <th scope="col">Content</th>
            </tr>
          </thead>
          <tbody>
            {exchanges.map((exchange, index) => (
              <Row key={index} exchange={exchange} number={index + 1} write={write} />
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

interface RowProps {
  readonly exchange: Exchange;
  readonly number: number;
  readonly write: WriteExchange;
}

function Row({ exchange, number, write }: RowProps): JSX.Element {
  const [open, setOpen] = useState(false);
  const { request, response, took } = exchange;
  return (
    <>
      <tr>
        <td>{number}</td>
        <td class="client">{request.method}</td>
        <td>
          <button
            type="button"
            class="lab-open"
            aria-expanded={open}
            onClick={() => {
              setOpen(!open);
            }}
          >
            {request.target}
          </button>
        </td>
        <td class="server">
          {response.status}
          {exchange.lost === true && <span class="lab-lost"> ✕ lost</span>}
        </td>
        <td>{took.toFixed(1)} ms</td>
        <td>
          {sizeOf(request)} → {sizeOf(response)}
        </td>
      </tr>
      {open && (
        <tr class="lab-opened">
          <td colSpan={6}>
            <Opened exchange={exchange} write={write} />
          </td>
        </tr>
      )}
    </>
  );
}

function Opened({ exchange, write }: Omit<RowProps, "number">): JSX.Element {
  const [bytes, setBytes] = useState<WrittenExchange | null>(null);
  const [shown, setShown] = useState(false);
  const { host, origin } = location;
  const added = reconstruct(exchange, host, origin);
  useEffect(() => {
    if (!shown) return;
    void write(exchange, reconstruct(exchange, host, origin)).then(setBytes);
  }, [shown, exchange, write, host, origin]);
  return (
    <>
      <div class="lab-sides">
        <Message
          side="client"
          title={`${exchange.request.method} ${exchange.request.target}`}
          seen={exchange.request.fields}
          added={added.request}
          content={exchange.request.content}
        />
        <Message
          side="server"
          title={`${exchange.response.status} ${exchange.response.reason}`.trim()}
          seen={exchange.response.fields}
          added={added.response}
          content={exchange.response.content}
        />
      </div>
      <button
        type="button"
        aria-expanded={shown}
        onClick={() => {
          setShown(!shown);
        }}
      >
        {shown ? "Hide the HTTP/1.1 bytes" : "Show as HTTP/1.1 bytes"}
      </button>
      {shown && bytes !== null && (
        <>
          <p class="soft">
            Written by the course’s own HTTP/1.1 engine. Lines marked ≈ are reconstructed: your
            browser adds or hides them, and no bytes left this page.
          </p>
          <div class="lab-sides">
            <pre tabIndex={0}>{formatHttp(bytes.request, added.request)}</pre>
            <pre tabIndex={0}>{formatHttp(bytes.response, added.response)}</pre>
          </div>
        </>
      )}
    </>
  );
}

interface MessageProps {
  readonly side: "client" | "server";
  readonly title: string;
  readonly seen: Fields;
  readonly added: Fields;
  readonly content: Uint8Array;
}

function Message({ side, title, seen, added, content }: MessageProps): JSX.Element {
  const text = utf8Text(content);
  return (
    <div>
      <p class={`lab-line-text ${side}`}>{title}</p>
      <dl class="lab-fields">
        {seen.map(([name, value], index) => (
          <div key={`${name}${index}`}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {added.map(([name, value]) => (
          <div key={name} class="lab-added">
            <dt>{name}</dt>
            <dd>
              {value} <small>reconstructed</small>
            </dd>
          </div>
        ))}
      </dl>
      {text === "" ? (
        <p class="soft">no content</p>
      ) : (
        <pre tabIndex={0}>
          {text.slice(0, LONGEST_CONTENT)}
          {text.length > LONGEST_CONTENT ? " …" : ""}
        </pre>
      )}
    </div>
  );
}
