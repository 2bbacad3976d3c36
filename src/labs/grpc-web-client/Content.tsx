// The content of a message as our inspector reads it: frame by frame, and byte by byte behind a fold.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { late } from "#kit/late.tsx";
import { PREFIX_LENGTH } from "#protocols/grpc/index.ts";
import { formatHex, utf8Text } from "#wire/index.ts";
import { framesOf, recordsOf, type Placed } from "./read-body.ts";

const BodyInspector = late(async () => (await import("./BodyInspector.tsx")).BodyInspector);

interface Props {
  readonly bytes: Uint8Array;
  readonly from: "client" | "server";
  /** No gRPC at all: shown as text. */
  readonly plain?: boolean;
}

const Frame = ({ bytes, placed }: { readonly bytes: Uint8Array; readonly placed: Placed }) => {
  const { at, frame } = placed;
  const hex = (from: number, to: number): string => formatHex(bytes.subarray(from, to), " ");
  const body = at + PREFIX_LENGTH;
  const words =
    frame.kind === "trailers"
      ? (frame.fields ?? []).map(([name, value]) => `${name}: ${value}`).join(", ")
      : (recordsOf(frame.data) ?? "bytes that are no message");
  return (
    <li>
      <p>
        byte {at}: <b>{frame.kind}</b>, {frame.data.length} bytes
      </p>
      <code class="web-bytes">
        <span class="web-flag">{hex(at, at + 1)}</span>{" "}
        <span class="web-length">{hex(at + 1, body)}</span> {hex(body, body + frame.data.length)}
      </code>
      <p class="soft">{words}</p>
    </li>
  );
};

/** Frames in a list; all bytes with their fields on request. */
export function Content({ bytes, from, plain = false }: Props): JSX.Element {
  const [opened, setOpened] = useState(false);
  if (bytes.length === 0) return <p>No content.</p>;
  if (plain) {
    return (
      <p>
        <code>{utf8Text(bytes)}</code>
      </p>
    );
  }
  const { fault, frames } = framesOf(bytes);
  return (
    <>
      <ol class="web-frames">
        {frames.map((placed) => (
          <Frame key={placed.at} bytes={bytes} placed={placed} />
        ))}
      </ol>
      {fault !== null && <p>{fault.text}</p>}
      <details
        class="lab-more"
        open={opened}
        onToggle={({ currentTarget }) => setOpened(currentTarget.open)}
      >
        <summary>All bytes and fields of it</summary>
        {opened && <BodyInspector bytes={bytes} from={from} />}
      </details>
    </>
  );
}
