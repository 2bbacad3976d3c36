// The workshop's bytes, opened: a frame of the visit, the learner's own, and the visit event by event. Loaded late.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ByteInspector } from "#kit/ByteInspector.tsx";
import { Select } from "#kit/Controls.tsx";
import type { Dissect } from "#kit/edited.ts";
import { TraceView } from "#kit/TraceView.tsx";
import { createHttp2Dissector, describeFrames } from "#scenarios/http2-dissect.ts";
import type { MessageEvent, Trace } from "#trace/index.ts";
import { formatHex, parseHex } from "#wire/index.ts";
import { asMessage, BEGINNINGS, beginWith, receive } from "./own-bytes.ts";
import { replay, TRACE } from "./story.ts";

const dissectVisit = createHttp2Dissector(TRACE, replay);

/** Field tree of what was written, or what the waiting server says against it. */
const dissectOwn: Dissect = (event, bytes = event.bytes) => {
  const { fault } = receive(bytes);
  return fault === null ? describeFrames(bytes, []) : { kind: "fault", fault };
};

/** A frame of the visit; give it the event's id as `key`. */
export const InspectFrame = ({ event }: { readonly event: MessageEvent }): JSX.Element => (
  <ByteInspector event={event} dissect={dissectVisit} />
);

/** What the waiting server sends back. */
function Replies({ bytes }: { readonly bytes: Uint8Array }): JSX.Element {
  const { replies } = receive(bytes);
  return (
    <p class="workshop-replies">
      <b>The server answers:</b> {replies.length === 0 ? "nothing" : replies.join("; ")}
    </p>
  );
}

const NAMES = Object.keys(BEGINNINGS);

/** Bytes of the learner's own, from a first frame of each kind; `id` begins its fields' ids. */
export function OwnBench({ id }: { readonly id: string }): JSX.Element {
  const [kind, setKind] = useState(NAMES[0] ?? "");
  const [text, setText] = useState(() => formatHex(beginWith(kind), " "));
  const bytes = parseHex(text);
  return (
    <>
      <Select
        id={`${id}-kind`}
        label="Begin with"
        value={kind}
        options={NAMES.map((name) => ({ value: name, text: name }))}
        onChange={(name) => {
          setKind(name);
          setText(formatHex(beginWith(name), " "));
        }}
      />
      <p class="lab-line">
        <label for={`${id}-hex`}>Your bytes in hexadecimal</label>
        <textarea
          id={`${id}-hex`}
          class="lab-text"
          rows={2}
          spellcheck={false}
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </p>
      {bytes === null || bytes.length === 0 ? (
        <p class="soft">Two digits, 0 to f, make a byte.</p>
      ) : (
        <>
          <ByteInspector key={text} event={asMessage(bytes)} dissect={dissectOwn} />
          <Replies bytes={bytes} />
        </>
      )}
    </>
  );
}

/** The visit up to a frame. */
export const Events = (props: { readonly trace: Trace; readonly name: string }): JSX.Element => (
  <TraceView {...props} dissect={dissectVisit} />
);
