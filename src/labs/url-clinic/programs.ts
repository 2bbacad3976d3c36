// A crawler, a cache and a retrier: each acts by what the method promises. RFC 9110 §9.2, RFC 9111 §4.
import { methodNamed } from "#protocols/semantics/index.ts";
import { openClinic, type Deed, type Design } from "#mocks/clinic.ts";
import type { Space } from "#mocks/index.ts";
import { fieldValue, type Sending, type Sent } from "#trace/index.ts";
import type { Patient } from "./patients.ts";
import { PROGRAMS, type Program, type Report } from "./clinic.ts";

/** Whose methods take content here. */
const WITH_CONTENT = ["POST", "PUT", "PATCH", "QUERY"];

const sendingOf = ({ method, path }: Design, content: string): Sending => ({
  method,
  target: path,
  ...(content === "" || !WITH_CONTENT.includes(method)
    ? {}
    : { content, fields: [["content-type", "application/json"]] }),
});

interface Work {
  readonly design: Design;
  readonly deed: Deed;
  readonly send: () => Promise<Sent>;
  readonly lose: () => void;
  /** Deliveries that changed something, and those that were carried out. */
  readonly read: () => { readonly changes: number; readonly done: number };
}

type Told = Pick<Report, "effect" | "told">;

const isKept = ({ outcome }: Sent): boolean =>
  outcome.kind === "answer" &&
  outcome.status === 200 &&
  /max-age=[1-9]/.test(fieldValue(outcome.fields, "cache-control") ?? "");

const ways: { readonly [Name in Program]: (work: Work) => Promise<Told> } = {
  async crawler({ design: { method }, deed, send, read }) {
    if (methodNamed(method)?.safe !== true) {
      return { effect: "cannot", told: `stayed away: ${method} is not safe.` };
    }
    await send();
    if (read().changes > 0) {
      return {
        effect: "harms",
        told: `sent ${method}, because it is safe, and changed something.`,
      };
    }
    return deed === "read"
      ? { effect: "helps", told: "visited it, and nothing changed." }
      : { effect: "cannot", told: "visited it and found nothing." };
  },
  async cache({ design: { method }, send, read }) {
    const first = await send();
    const cacheable = methodNamed(method)?.cacheable === true && method !== "POST";
    if (!cacheable || !isKept(first)) {
      await send();
      return {
        effect: "cannot",
        told: cacheable
          ? "found nothing that may be kept, so both requests went through."
          : `passed both requests on: answers to ${method} are not kept.`,
      };
    }
    return {
      effect: "helps",
      told: `answered the second request itself: the service saw ${read().done}.`,
    };
  },
  async retrier({ design: { method }, deed, send, lose, read }) {
    lose();
    await send();
    if (methodNamed(method)?.idempotent !== true) {
      return {
        effect: "cannot",
        told: `lost the answer and gave up: ${method} may not be repeated unasked. Nobody knows whether it was done.`,
      };
    }
    const after = await send();
    if (read().changes > 1) {
      return { effect: "harms", told: `repeated the ${method}, and it was done twice.` };
    }
    const status = after.outcome.kind === "answer" ? after.outcome.status : 0;
    return {
      effect: "helps",
      told:
        deed === "read"
          ? "lost the answer, asked again and has it now."
          : `lost the answer and repeated the ${method}: done once, answered ${status}.`,
    };
  },
};

/** Lets each program meet the operation at this address; each begins with a fresh service. */
export async function meetPrograms(
  space: Space,
  { deed, content }: Patient,
  design: Design,
): Promise<readonly Report[]> {
  const reports: Report[] = [];
  for (const program of PROGRAMS) {
    const { service, read } = openClinic(design, deed);
    space.serve(service);
    const told = await ways[program]({
      design,
      deed,
      read,
      send: () => space.send(sendingOf(design, content)),
      lose: () => {
        space.lose(1);
      },
    });
    reports.push({ program, ...told, exchanges: space.exchanges() });
  }
  return reports;
}
