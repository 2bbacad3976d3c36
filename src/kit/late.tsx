// Components that are loaded when they are first drawn: what nobody opens weighs nothing.
import type { FunctionComponent, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

/**
 * A stand-in that loads the component once and draws it from then on. A file that does not come is
 * said in words, and asked for again the next time that it is drawn.
 */
export function late<Props>(
  load: () => Promise<FunctionComponent<Props>>,
): FunctionComponent<Props> {
  let Loaded: FunctionComponent<Props> | null = null;
  return function Late(props: Props): JSX.Element {
    const [state, setState] = useState<"waiting" | "here" | "failed">(
      Loaded === null ? "waiting" : "here",
    );
    useEffect(() => {
      // Another one may have brought it since this one was drawn.
      if (Loaded !== null) {
        setState("here");
        return;
      }
      load().then(
        (component) => {
          Loaded = component;
          setState("here");
        },
        () => {
          setState("failed");
        },
      );
    }, []);
    if (Loaded !== null) return <Loaded {...(props as Props & JSX.IntrinsicAttributes)} />;
    return (
      <p class="soft" role={state === "failed" ? "alert" : "status"}>
        {state === "failed"
          ? "This part could not be loaded: the page may be offline. Close it and open it again."
          : "Loading …"}
      </p>
    );
  };
}
