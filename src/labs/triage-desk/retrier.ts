// An automatic retrier on a virtual clock: what it is set to, what it meets and what it does.
import { methodNamed } from "#protocols/semantics/index.ts";

/** How the retrier is set. */
export interface Config {
  /** Statuses after which it sends again. */
  readonly statuses: readonly number[];
  /** "asked": Retry-After where there is one, else growing pauses. "steady": one second. "at-once": none. */
  readonly pause: "asked" | "steady" | "at-once";
  /** Whether it repeats only what may safely be repeated. */
  readonly methods: "any" | "idempotent";
  /** Most sends of one request, the first included. */
  readonly most: number;
}

/** One answer of the script; `after` is its Retry-After in seconds. */
export interface Reply {
  readonly status: number;
  readonly after?: number;
}

/** A request and what it would be answered, send by send; the last answer repeats. */
export interface Case {
  readonly method: string;
  readonly target: string;
  readonly replies: readonly Reply[];
}

/** One send on the virtual clock. */
export interface Send {
  /** Seconds since the case began. */
  readonly at: number;
  readonly reply: Reply;
  /** Seconds until the next send; null when the retrier stops here. */
  readonly pause: number | null;
}

/** Statuses that say that the request was never acted upon: any method may be repeated. */
const UNTOUCHED = [408, 425, 429];

function pauseBefore(config: Config, { after }: Reply, sends: number): number {
  if (config.pause === "at-once") return 0;
  if (config.pause === "steady") return 1;
  // Doubling; a real one adds jitter, which a script without chance cannot show.
  return after ?? 2 ** (sends - 1);
}

/** Whether the retrier sends again after this reply. */
function goesOn(config: Config, { method }: Case, { status }: Reply, sends: number): boolean {
  if (sends >= config.most || !config.statuses.includes(status)) return false;
  if (config.methods === "any" || UNTOUCHED.includes(status)) return true;
  return methodNamed(method)?.idempotent === true;
}

/** Lets the retrier deal with one case. */
export function play(config: Config, each: Case): readonly Send[] {
  const sends: Send[] = [];
  for (let at = 0; ;) {
    const reply = each.replies[Math.min(sends.length, each.replies.length - 1)] ?? { status: 200 };
    const again = goesOn(config, each, reply, sends.length + 1);
    const pause = again ? pauseBefore(config, reply, sends.length + 1) : null;
    sends.push({ at, reply, pause });
    if (pause === null) return sends;
    at += pause;
  }
}
