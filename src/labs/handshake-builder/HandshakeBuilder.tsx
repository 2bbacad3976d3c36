// The handshake builder, the view: lines to compose, what both sides say to them, the trace, and the hash.
import type { JSX } from "preact";
import { LabFrame } from "#kit/LabFrame.tsx";
import { TraceView } from "#kit/TraceView.tsx";
import { Composer } from "./Composer.tsx";
import { useDissect } from "./dissect.ts";
import { Messages } from "./Messages.tsx";
import { lab } from "./model.ts";
import { observe, type Seen } from "./seen.ts";
import { KEYS, OUT } from "./setup.ts";
import { Workbench } from "./Workbench.tsx";
import "./handshake-builder.css";

const NONE = [] as const;

function Observation({ seen }: { readonly seen: Seen }): JSX.Element {
  const dissect = useDissect(seen.scene);
  return (
    <>
      {seen.scene !== "http2" && (
        <Messages
          request={seen.request}
          answer={seen.answer}
          refused={seen.scene === "upgrade" ? seen.refused : NONE}
          failed={seen.scene === "upgrade" ? seen.failed : NONE}
        />
      )}
      <TraceView
        key={seen.trace.title}
        trace={seen.trace}
        dissect={dissect}
        name={`${lab.definition.id}-${seen.scene}`}
      />
    </>
  );
}

/** The whole lab; its first state is rendered at build time. */
export const HandshakeBuilder = (): JSX.Element => (
  <LabFrame
    lab={lab}
    observe={observe}
    controls={(bench) => <Composer {...bench} />}
    observation={(seen) => <Observation seen={seen} />}
    more={({ state: { setup }, ready }) => (
      <Workbench given={setup.key === OUT ? KEYS[0] : setup.key} ready={ready} />
    )}
  />
);
