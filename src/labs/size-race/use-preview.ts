// The schema that fits own JSON, asked for a moment after the last key.
import { useEffect, useState } from "preact/hooks";
import { previewOf } from "./observe.ts";

type Preview = Awaited<ReturnType<typeof previewOf>>;

/** Milliseconds without a key before the text is read. */
const PAUSE = 250;

/** What reading `text` gave, null while it is read or when there is none. */
export function usePreview(text: string | null): Preview | null {
  const [known, setKnown] = useState<{ readonly text: string; readonly preview: Preview }>();
  useEffect(() => {
    if (text === null) return;
    let wanted = true;
    const timer = setTimeout(() => {
      previewOf(text).then(
        (preview) => {
          if (wanted) setKnown({ text, preview });
        },
        () => {
          if (!wanted) return;
          const why = "This part of the page could not be loaded: it may be offline.";
          setKnown({ text, preview: { kind: "refused", at: "JSON", why } });
        },
      );
    }, PAUSE);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [text]);
  return text !== null && known?.text === text ? known.preview : null;
}
