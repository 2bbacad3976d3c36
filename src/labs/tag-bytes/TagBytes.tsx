// Tag & bytes, the view: two editors, the bytes of a run, and the same bytes live while somebody types.
import type { JSX } from "preact";
import { LabFrame } from "#kit/LabFrame.tsx";
import { Bytes, Live } from "./Bytes.tsx";
import { Editors } from "./Editors.tsx";
import { lab } from "./model.ts";
import { observe } from "./observe.ts";
import "./tag-bytes.css";

/** The whole lab; its first state is rendered at build time. */
export const TagBytes = (): JSX.Element => (
  <LabFrame
    lab={lab}
    observe={observe}
    controls={(bench) => <Editors {...bench} />}
    observation={(seen) => <Bytes seen={seen} />}
    more={({ state: { setup, history, phase } }) =>
      history.length === 0 || phase === "seen" ? null : (
        <section>
          <details class="lab-more">
            <summary>Peek: the bytes of what stands in the editors, live</summary>
            <Live setup={setup} />
          </details>
        </section>
      )
    }
  />
);
