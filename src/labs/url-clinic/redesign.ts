// The eleven patients as challenges: each is solved by running a design that fits. RFC 9110 §3.1, §9.
import type { Challenge, Verdict } from "#kit/lab.ts";
import { methodNamed } from "#protocols/semantics/index.ts";
import { admit, FIRST, type Seen, type Setup } from "./clinic.ts";
import { PATIENTS, patientOf } from "./patients.ts";
import { findShapeFault } from "./shape-fault.ts";

/** The group under which the view finds them. */
export const WAITING_ROOM = "waiting-room";

function judge(setup: Setup, { after }: Seen): Verdict {
  const patient = patientOf(setup.patient, setup.number);
  const fault = findShapeFault(patient, setup);
  if (fault !== null) return { solved: false, ...fault };
  const help = after.filter(({ effect }) => effect === "helps").map(({ program }) => program);
  const { safe = false, idempotent = false } = methodNamed(setup.method) ?? {};
  return {
    solved: true,
    why:
      help.length > 0
        ? `The address names the thing and ${setup.method} the deed: ${help.join(" and ")} can help without knowing your service.`
        : `The address names the collection and ${setup.method} says that each delivery counts. None may repeat it unasked, and that is right.`,
    source: safe ? "rfc9110#9.2.1" : idempotent ? "rfc9110#9.2.2" : "rfc9110#9.3.3",
  };
}

/** The old design run once more is a look, not an attempt. */
function isTouched(setup: Setup): boolean {
  const old = patientOf(setup.patient, setup.number);
  return setup.method !== old.method || setup.path !== old.path;
}

/** One challenge for each patient. */
export const redesigns: readonly Challenge<Setup, Seen>[] = PATIENTS.map(({ id }) => ({
  id: `redesign-${id}`,
  title: patientOf(id, FIRST).title,
  group: WAITING_ROOM,
  pose(chance) {
    const number = chance.between(10, 99);
    const { title, method, path } = patientOf(id, number);
    return {
      ask: `${title}: today ${method} ${path}. Give it another method, another address or both, and run it.`,
      form: [],
      watch: (setup, seen) =>
        setup.patient === id && isTouched(setup) ? judge(setup, seen) : null,
      stage: admit(id, number),
    };
  },
}));
