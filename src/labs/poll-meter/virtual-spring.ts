// Time without waiting: moves on whenever everything that was started has come to rest. For runs without a page.
import type { Mainspring } from "./depot-clock.ts";

/** Resolves in a later task, when all that follows from what was done by now has been done. */
const turn = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });

/** A mainspring whose milliseconds pass as fast as the machine can work. */
export function createVirtualSpring(): Mainspring {
  let time = 0;
  let running = false;
  let calls: { readonly at: number; readonly call: () => void }[] = [];

  async function run(): Promise<void> {
    while (calls.length > 0) {
      await turn();
      const next = calls.reduce<(typeof calls)[number] | null>(
        (best, each) => (best === null || each.at < best.at ? each : best),
        null,
      );
      if (next === null) break;
      calls = calls.filter((each) => each !== next);
      time = next.at;
      next.call();
    }
    running = false;
  }

  return {
    now: () => time,
    later(call, milliseconds) {
      const entry = { at: time + milliseconds, call };
      calls.push(entry);
      if (!running) {
        running = true;
        void run();
      }
      return () => {
        calls = calls.filter((each) => each !== entry);
      };
    },
  };
}
