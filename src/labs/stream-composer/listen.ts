// Hearing a stream to its end, by the browser's own EventSource or by the package of the same name.
import type { PageWatch } from "#kit/page-watch.ts";
import type { Heard } from "./reading.ts";

/** What both classes offer and this lab uses. */
interface Source extends EventTarget {
  close(): void;
}

/** How a source is opened at an address. */
export type OpenSource = (address: string) => Source;

/**
 * Every event until the connection ends; a stream that ends shows itself by an error event without
 * data. Rejects when the watch does.
 */
export async function listenToEnd(
  open: OpenSource,
  address: string,
  types: readonly string[],
  { alive, lost }: Pick<PageWatch, "alive" | "lost">,
): Promise<readonly Heard[]> {
  const heard: Heard[] = [];
  const source = open(address);
  const ended = new Promise<void>((resolve) => {
    const hear = (event: Event): void => {
      alive();
      if (event instanceof MessageEvent) {
        const { type, data, lastEventId } = event as MessageEvent<string>;
        heard.push({ type, data, lastEventId });
      } else if (event.type === "error") resolve();
    };
    for (const type of new Set(["message", "error", ...types])) {
      source.addEventListener(type, hear);
    }
  });
  try {
    await Promise.race([ended, lost]);
  } finally {
    // Otherwise it would connect again.
    source.close();
  }
  return heard;
}
