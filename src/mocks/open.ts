// The way into the pretend company from a page: one worker for all labs, started when first needed.
import { createSpace, type Space } from "./space.ts";

/** Keeps two tabs apart even where the browser hands one tab's request to the other. */
const tab = crypto.randomUUID().slice(0, 8);
const spaces = new Map<string, Space>();
let started: Promise<boolean> | null = null;

/** Address of the built course, ending in a slash; it may lie below the root of its host. */
const courseBase = (): string =>
  new URL(import.meta.env.BASE_URL.replace(/\/?$/, "/"), location.origin).href;

function findSpace(request: Request): Promise<Response> | undefined {
  for (const space of spaces.values()) {
    if (request.url.startsWith(`${space.base}/`)) return space.answer(request);
  }
  return undefined;
}

async function start(): Promise<boolean> {
  try {
    if (!("serviceWorker" in navigator)) return false;
    const { startWorker } = await import("./worker.ts");
    await startWorker(courseBase(), findSpace);
    return true;
  } catch {
    return false;
  }
}

/** Whether a stream can be handed to the worker; where not, MSW collects it whole before it answers. */
function canTransferStreams(): boolean {
  const { port1, port2 } = new MessageChannel();
  try {
    const stream = new ReadableStream();
    port1.postMessage(stream, [stream]);
    return true;
  } catch {
    return false;
  } finally {
    port1.close();
    port2.close();
  }
}

/** Opens the address space of a lab, or gives the one already open; starts the worker if need be. */
export async function openSpace(lab: string): Promise<Space> {
  started ??= start();
  const running = await started;
  const open = spaces.get(lab);
  if (open !== undefined) return open;
  const engine = running ? globalThis.fetch.bind(globalThis) : null;
  const space = createSpace({
    base: `${courseBase()}lab/${lab}/${tab}`,
    fetch: engine,
    stream: canTransferStreams() ? engine : null,
    now: () => performance.now(),
  });
  spaces.set(lab, space);
  return space;
}
