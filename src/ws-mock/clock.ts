// Time as the mock sees it: the real clock or a virtual one. Nothing else of this room asks for the time.
import { createQueue } from "./queue.ts";

/** A clock and its alarms; times in milliseconds since the clock was made. */
export interface WsClock {
  /** Never decreases. */
  now(): number;
  /**
   * Runs `act` in a task of its own, `delay` milliseconds from now; equal times keep their order.
   * The function handed back calls it off.
   */
  after(delay: number, act: () => void): () => void;
}

/** What a discrete-event scheduler has to offer to be a clock; the course's simulator fits. */
export interface SchedulerLike<Timer> {
  readonly now: number;
  schedule(at: number, act: () => void): Timer;
  cancel(timer: Timer): void;
}

/** The clock of a scheduler: virtual time that passes only while the scheduler runs. */
export const clockOf = <Timer>(scheduler: SchedulerLike<Timer>): WsClock => ({
  now: () => scheduler.now,
  after(delay, act) {
    const timer = scheduler.schedule(scheduler.now + Math.max(0, delay), act);
    return () => {
      scheduler.cancel(timer);
    };
  },
});

/** The clock on the wall. Without a delay a task is queued at once: no timer's 4 ms minimum. */
export function createRealClock(): WsClock {
  const start = performance.now();
  const queue = createTaskQueue();
  return {
    now: () => performance.now() - start,
    after(delay, act) {
      if (delay <= 0) return queue(act);
      const timer = setTimeout(act, delay);
      return () => {
        clearTimeout(timer);
      };
    },
  };
}

interface Platform {
  /** Node's own way: an open port would keep its process alive. */
  readonly setImmediate?: (act: () => void) => void;
  /** Prioritized Task Scheduling: two to four times as many tasks a second as through a port. */
  readonly scheduler?: { readonly postTask?: (act: () => void) => Promise<void> };
}

/** Calls `run` once in a later task for each call of the function handed back. */
function taskSource(run: () => void): () => void {
  const { setImmediate, scheduler } = globalThis as Platform;
  if (setImmediate !== undefined) return () => setImmediate(run);
  if (scheduler?.postTask !== undefined) return () => void scheduler.postTask?.(run);
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = run;
  return () => port2.postMessage(null);
}

function createTaskQueue(): (act: () => void) => () => void {
  const tasks = createQueue<{ act: (() => void) | null }>();
  const wake = taskSource(() => tasks.shift()?.act?.());
  return (act) => {
    const task: { act: (() => void) | null } = { act };
    tasks.push(task);
    wake();
    return () => {
      task.act = null;
    };
  };
}
