// The clinic's one effect: three programs meet the old design and then the new one.
import type { Observe } from "#kit/lab.ts";
import type { Space } from "#mocks/index.ts";
import type { Seen, Setup } from "./clinic.ts";
import { patientOf } from "./patients.ts";

/** Observes in the given space: a page's own, or one in Node. */
export const observeIn =
  (open: () => Promise<Space>): Observe<Setup, Seen> =>
  async ({ setup }) => {
    const [space, { meetPrograms }] = await Promise.all([open(), import("./programs.ts")]);
    const patient = patientOf(setup.patient, setup.number);
    const before = await meetPrograms(space, patient, patient);
    const after = await meetPrograms(space, patient, setup);
    return { reach: space.reach, before, after };
  };
