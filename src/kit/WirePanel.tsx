// The request log of a LIVE lab: every exchange as the service saw it, and what a script cannot see.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Exchange } from "#trace/index.ts";
import type { Reconstructed } from "./reconstruct.ts";
import type { WireExchange } from "./WireExchange.tsx";

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

/** Fields, content and bytes: loaded when the first row is opened. */
function Opened({ exchange, write }: Omit<RowProps, "number">): JSX.Element {
  const [View, setView] = useState<typeof WireExchange | null>(null);
  const [trouble, setTrouble] = useState(false);
  useEffect(() => {
    import("./WireExchange.tsx").then(
      ({ WireExchange: Loaded }) => setView(() => Loaded),
      () => setTrouble(true),
    );
  }, []);
  if (View !== null) return <View exchange={exchange} write={write} />;
  return (
    <p role={trouble ? "alert" : "status"}>
      {trouble
        ? "The row could not be loaded: the network did not answer. Close and open it again once the page is online."
        : "Loading …"}
    </p>
  );
}
