// The life of each resource as spans: queued, connecting, securing, waiting, receiving, stalled.
import type { Phase, Recorder } from "#trace/index.ts";

/** The client has another address from now on (RFC 9000 §9): where the story of a run turns. */
export const addressChange = (at: number) =>
  ({
    kind: "local",
    layer: "app",
    at,
    actor: "browser",
    label: "the address changes",
    mark: "the address changes",
  }) as const;

/** Milestones of one resource; each is told once, in virtual milliseconds. */
export interface Progress {
  /** The request left; `connection` is given when the resource had to wait for it to open. */
  requested(at: number, connection?: { readonly started: number; readonly opened: number }): void;
  /** Bytes of the answer are here but cannot be used yet. */
  stalled(at: number): void;
  /** Bytes of the answer reached the application; a stall, if any, is over. */
  received(at: number): void;
  completed(at: number): void;
}

/** Follows one resource that was wanted at time `wanted`; spans go to the recorder at the end. */
export function createProgress(recorder: Recorder, resource: string, wanted: number): Progress {
  let asked = wanted;
  let first: number | null = null;
  let stall: number | null = null;
  const stalls: (readonly [from: number, to: number])[] = [];
  const span = (phase: Phase, at: number, until: number): void => {
    if (until <= at) return;
    recorder.record({ kind: "span", layer: "app", label: phase, resource, phase, at, until });
  };
  const endStall = (at: number): void => {
    if (stall !== null && at > stall) stalls.push([stall, at]);
    stall = null;
  };
  return {
    requested(at, connection) {
      asked = at;
      if (connection === undefined) {
        span("queued", wanted, at);
        return;
      }
      span("queued", wanted, connection.started);
      span("connect", connection.started, connection.opened);
      span("secure", connection.opened, at);
    },
    stalled(at) {
      stall ??= at;
    },
    received(at) {
      first ??= at;
      endStall(at);
    },
    completed(at) {
      endStall(at);
      span("waiting", asked, first ?? at);
      span("receiving", first ?? at, at);
      for (const [from, to] of stalls) span("stalled", from, to);
      recorder.record({
        kind: "local",
        layer: "app",
        at,
        actor: "browser",
        label: `${resource} is complete`,
        resource,
      });
    },
  };
}
