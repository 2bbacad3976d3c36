// The bytes that HTTP/1.1 and HTTP/2 would carry for an exchange; the engines are loaded when asked for.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { formatHttp, type Reconstructed } from "#kit/reconstruct.ts";
import { writeExchange } from "#mocks/index.ts";
import type { Exchange } from "#trace/index.ts";
import { formatHex } from "#wire/index.ts";
import type { Framed } from "./as-frames.ts";

interface Props {
  readonly exchange: Exchange;
  readonly added: Reconstructed;
}

interface Bytes {
  readonly http1: { readonly request: Uint8Array; readonly response: Uint8Array };
  readonly http2: { readonly request: Framed; readonly response: Framed };
}

/** Bytes of one side that are shown in hex. */
const SHOWN = 512;

/** Rows of 8 bytes. */
const hexRows = (bytes: Uint8Array): string =>
  Array.from({ length: Math.ceil(Math.min(bytes.length, SHOWN) / 8) }, (_, row) =>
    formatHex(bytes.subarray(row * 8, Math.min(row * 8 + 8, SHOWN)), " "),
  ).join("\n") + (bytes.length > SHOWN ? "\n…" : "");

function Side({ label, framed }: { readonly label: string; readonly framed: Framed }): JSX.Element {
  return (
    <div>
      <p>
        <b>{label}</b> <span class="soft">{framed.bytes.length} bytes</span>
      </p>
      <ul class="console-frames">
        {framed.frames.map(({ at, text }) => (
          <li key={at}>{text}</li>
        ))}
      </ul>
      <pre class="console-hex" tabIndex={0} role="group" aria-label={`${label} in hex`}>
        {hexRows(framed.bytes)}
      </pre>
    </div>
  );
}

/** A fold; nothing is loaded or written before it is opened. */
export function ConsoleBytes({ exchange, added }: Props): JSX.Element {
  const [bytes, setBytes] = useState<Bytes | null>(null);
  const show = async (): Promise<void> => {
    const [http1, { asFrames }] = await Promise.all([
      writeExchange(exchange, added),
      import("./as-frames.ts"),
    ]);
    setBytes({ http1, http2: asFrames(exchange, added, "parcels.example") });
  };
  return (
    <details
      class="console-bytes"
      onToggle={({ currentTarget }) => {
        if (currentTarget.open && bytes === null) void show();
      }}
    >
      <summary>The bytes of this exchange</summary>
      {bytes !== null && (
        <>
          <p class="soft">
            Reconstructed by the course’s own engines: no bytes left this page. Lines marked ≈ are
            fields that a browser or server adds and no script sees.
          </p>
          <h5>
            HTTP/1.1: {`${bytes.http1.request.length} + ${bytes.http1.response.length} bytes`}
          </h5>
          <div class="lab-sides">
            <pre tabIndex={0} role="group" aria-label="Request in HTTP/1.1">
              {formatHttp(bytes.http1.request, added.request)}
            </pre>
            <pre tabIndex={0} role="group" aria-label="Response in HTTP/1.1">
              {formatHttp(bytes.http1.response, added.response)}
            </pre>
          </div>
          <h5>
            HTTP/2, the first exchange of a connection:{" "}
            {`${bytes.http2.request.bytes.length} + ${bytes.http2.response.bytes.length} bytes`}
          </h5>
          <div class="lab-sides">
            <Side label="Request in HTTP/2" framed={bytes.http2.request} />
            <Side label="Response in HTTP/2" framed={bytes.http2.response} />
          </div>
        </>
      )}
    </details>
  );
}
