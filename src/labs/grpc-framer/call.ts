// The request of the framer: its field lines, its messages, and the pieces that DATA frames carry. PROTOCOL-HTTP2.md §Requests.
import { encodeMetadata, writeMessage } from "#protocols/grpc/index.ts";
import type { HeaderField } from "#protocols/semantics/index.ts";
import { writeGetParcelRequest } from "#scenarios/parcel-messages.ts";
import { concat, utf8 } from "#wire/index.ts";
import type { Setup } from "./setup.ts";

/** Metadata as it travels: text as it is, anything beyond visible ASCII as bytes in base64. */
export function noteField({ note }: Setup): HeaderField | null {
  const text = note.trim();
  if (text === "") return null;
  return /^[ -~]+$/.test(text)
    ? encodeMetadata("x-note", text)
    : encodeMetadata("x-note-bin", utf8(text));
}

/** The request's field section in the recommended order; what is empty is left out. */
export function fieldsOf(setup: Setup): readonly HeaderField[] {
  const { method, path, te, type, timeout, encoding } = setup;
  const note = noteField(setup);
  return [
    [":method", method],
    [":scheme", "https"],
    [":path", path],
    [":authority", "parcels.example"],
    ...(timeout === "" ? [] : [["grpc-timeout", timeout] as const]),
    ...(te ? [["te", "trailers"] as const] : []),
    ["content-type", type],
    ...(encoding === "" ? [] : [["grpc-encoding", encoding] as const]),
    ...(note === null ? [] : [note]),
  ];
}

/** The messages: field 1 alone, which both GetParcelRequest and Scan call the parcel's number. */
export const messagesOf = ({ messages, number }: Setup): readonly Uint8Array[] =>
  Array.from({ length: messages }, (_, index) => writeGetParcelRequest(number + index));

/** All messages behind one another, each with its prefix. */
export const contentOf = (setup: Setup): Uint8Array =>
  concat(messagesOf(setup).map((data) => writeMessage(data, { compressed: setup.flagged })));

/** The content cut at offsets; 0 and doubles cut nothing. */
export function cutAt(content: Uint8Array, cuts: readonly number[]): readonly Uint8Array[] {
  const places = [...new Set([0, ...cuts, content.length])].sort((one, other) => one - other);
  return places.slice(1).map((to, index) => content.subarray(places[index], to));
}

/** Payloads of the DATA frames in their order; the last is empty where END_STREAM has one of its own. */
export function payloadsOf(setup: Setup): readonly Uint8Array[] {
  const pieces = cutAt(contentOf(setup), setup.cuts);
  return setup.end === "empty" ? [...pieces, new Uint8Array(0)] : pieces;
}
