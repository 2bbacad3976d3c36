// A body in the byte inspector of the course; loaded when somebody opens it.
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { ByteInspector } from "#kit/ByteInspector.tsx";
import type { MessageEvent } from "#trace/index.ts";
import { describeBody } from "./body-tree.ts";

interface Props {
  readonly bytes: Uint8Array;
  readonly from: "client" | "server";
}

/** All bytes beside the fields that our engines read in them; a changed byte is read anew. */
export function BodyInspector({ bytes, from }: Props): JSX.Element {
  const event = useMemo<MessageEvent>(
    () => ({
      kind: "message",
      id: 0,
      at: 0,
      arrives: 0,
      from,
      to: from === "client" ? "server" : "client",
      layer: "grpc",
      format: "grpc-web-frame",
      label: "gRPC-Web content",
      bytes,
    }),
    [bytes, from],
  );
  return (
    <ByteInspector event={event} dissect={(_, edited = event.bytes) => describeBody(edited)} />
  );
}
