// One exchange of the wire panel, opened: both messages with their fields and content, and as HTTP/1.1 bytes.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Exchange, Fields } from "#trace/index.ts";
import { utf8Text } from "#wire/index.ts";
import { formatHttp, reconstruct } from "./reconstruct.ts";
import type { WriteExchange, WrittenExchange } from "./WirePanel.tsx";

/** Content shown in a row, in characters. */
const LONGEST_CONTENT = 2000;

interface Props {
  readonly exchange: Exchange;
  readonly write: WriteExchange;
}

/** Both messages side by side, and below them as bytes when asked for. */
export function WireExchange({ exchange, write }: Props): JSX.Element {
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
