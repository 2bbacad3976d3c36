// The messages byte by byte: flag, length and message in their colours, and a bar where a frame ends. PROTOCOL-HTTP2.md §Requests.
import type { JSX } from "preact";
import { PREFIX_LENGTH } from "#protocols/grpc/index.ts";
import { formatHex } from "#wire/index.ts";
import { MESSAGE_LENGTH } from "./setup.ts";

/** The part of a message that an offset of the content lies in, as the class of its colour. */
function partAt(offset: number): string {
  const at = offset % MESSAGE_LENGTH;
  return at === 0 ? "framer-flag" : at < PREFIX_LENGTH ? "framer-length" : "framer-message";
}

interface Props {
  readonly bytes: Uint8Array;
  /** Offset of the first byte in the content. */
  readonly from?: number;
  /** Offsets in the content at which a frame ends. */
  readonly cuts?: readonly number[];
}

/** A row of bytes; a cut is read out as a bar between them. */
export const Bytes = ({ bytes, from = 0, cuts = [] }: Props): JSX.Element => (
  <code class="framer-bytes">
    {Array.from(bytes, (_, index) => (
      <span key={index}>
        {cuts.includes(from + index) && from + index > 0 && <b class="framer-cut"> ┊ </b>}
        <span class={partAt(from + index)}>{formatHex(bytes.subarray(index, index + 1))}</span>{" "}
      </span>
    ))}
  </code>
);
