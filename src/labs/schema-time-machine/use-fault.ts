// What is wrong with a schema while somebody writes it; the parser is loaded with the first edit.
import { useEffect, useState } from "preact/hooks";
import { faultOf } from "./observe.ts";
import type { Version } from "./presets.ts";

/** Milliseconds without a key before a text is compiled. */
const PAUSE = 250;

/** The fault in words with its place; null while there is none, or the text is as prepared. */
export function useFault(version: Version, text: string, prepared: string): string | null {
  const [known, setKnown] = useState<{ readonly text: string; readonly fault: string | null }>();
  useEffect(() => {
    if (text === prepared) return;
    let wanted = true;
    const tell = (fault: string | null): void => {
      if (wanted) setKnown({ text, fault });
    };
    const timer = setTimeout(() => {
      faultOf(version, text).then(tell, () => {
        tell("The parser could not be loaded: the page may be offline.");
      });
    }, PAUSE);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [version, text, prepared]);
  // What was wrong a moment ago stays until the new text is compiled: nothing blinks while typing.
  return text === prepared ? null : (known?.fault ?? null);
}
