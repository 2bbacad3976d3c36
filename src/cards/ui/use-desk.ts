// Opens the desk once the page runs, and draws again whenever the log changes.
import { useEffect, useReducer, useState } from "preact/hooks";
import { openDesk, type Desk, type Places } from "./desk.ts";
import { mirrorDue } from "./due-mirror.ts";

export type Opening =
  | { readonly kind: "opening" }
  | { readonly kind: "failed" }
  | { readonly kind: "open"; readonly desk: Desk };

/** The desk, or how far it has come; at build time it is opening. */
export function useDesk(places: Places): Opening {
  const [opening, setOpening] = useState<Opening>({ kind: "opening" });
  const [, draw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    let unsubscribe = (): void => {};
    void openDesk(places)
      .then((desk) => {
        mirrorDue(desk);
        unsubscribe = desk.memory.subscribe(() => {
          mirrorDue(desk);
          draw(undefined);
        });
        setOpening({ kind: "open", desk });
      })
      .catch(() => setOpening({ kind: "failed" }));
    return () => unsubscribe();
  }, []);
  return opening;
}
