// What the lab has done outside of the page's own thread: runs, and the picture of what could be lost.
import { createQuicHandshake } from "#scenarios/quic-handshake.ts";
import type { Plan, Seen } from "./pages.ts";
import { HANDSHAKES, type Setup } from "./setup.ts";
import { planTank, runTank, type Handshakes } from "./tank.ts";

/** What is asked for. */
export interface Job {
  readonly what: "run" | "plan";
  readonly setup: Setup;
}

/** What came of it; the other is null. */
export interface Done {
  readonly seen: Seen | null;
  readonly plan: Plan | null;
}

/** All three handshakes; some 300 ms of computing, needed once. */
export async function computeHandshakes(): Promise<Handshakes> {
  const made = HANDSHAKES.map(async (kind) => {
    // Web Crypto is missing where a page is not secure; the runs need nothing of it.
    const handshake = await createQuicHandshake(kind, 1).catch(() => null);
    return [kind, handshake] as const;
  });
  return Object.fromEntries(await Promise.all(made)) as Handshakes;
}

let handshakes: Promise<Handshakes> | null = null;

/** Does one job. The handshakes are computed with the first. */
export async function work({ what, setup }: Job): Promise<Done> {
  handshakes ??= computeHandshakes();
  return what === "run"
    ? { seen: runTank(setup, await handshakes), plan: null }
    : { seen: null, plan: planTank(setup, await handshakes) };
}
