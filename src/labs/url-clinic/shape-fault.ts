// What is wrong with an address and its method, the gravest first. RFC 9110 §9, RFC 9205 §4.4, §4.5.
import { methodNamed } from "#protocols/semantics/index.ts";
import type { Deed, Design } from "#mocks/clinic.ts";
import type { Patient } from "./patients.ts";

/** A mistake in words, with the section that it offends or that explains it. */
export interface ShapeFault {
  readonly why: string;
  readonly source: string;
}

const VERBS = [
  "get",
  "fetch",
  "list",
  "find",
  "search",
  "create",
  "make",
  "new",
  "add",
  "update",
  "set",
  "change",
  "replace",
  "delete",
  "remove",
  "cancel",
  "close",
  "open",
  "do",
] as const;

/** The verb that a segment of the path begins with, or null. */
function verbIn(path: string): string | null {
  const [before = ""] = path.split("?");
  for (const segment of before.split("/")) {
    const verb = VERBS.find((each) => new RegExp(`^${each}($|[A-Z_-])`).test(segment));
    if (verb !== undefined) return verb;
  }
  return null;
}

/** Segments of the path that identify one thing: numbers, and what follows a plural. */
const countIds = (path: string): number =>
  (path.split("?")[0] ?? "").split("/").filter((segment) => /^\d+$/.test(segment)).length;

const METHOD_FAULTS: Readonly<Record<Deed, (method: string) => ShapeFault | null>> = {
  read: (method) =>
    methodNamed(method)?.safe === true
      ? null
      : {
          why: `This only reads, and ${method} does not say so: no cache can keep the answer and no crawler may ask.`,
          source: "rfc9110#9.2.1",
        },
  add: (method) =>
    methodNamed(method)?.safe === true
      ? {
          why: `${method} is safe, so crawlers send it. Each visit would add one more.`,
          source: "rfc9110#9.2.1",
        }
      : methodNamed(method)?.idempotent === true
        ? {
            why: `${method} is idempotent, so a retrier repeats it, and each delivery adds one more. The service numbers these: POST to where they are collected.`,
            source: "rfc9110#9.3.4",
          }
        : method === "POST"
          ? null
          : {
              why: `${method} changes what is there. Something new is handed to a collection with POST.`,
              source: "rfc9110#9.3.3",
            },
  set: (method) =>
    methodNamed(method)?.safe === true
      ? {
          why: `${method} is safe, so crawlers and previews send it, and each of them would do this.`,
          source: "rfc9110#9.2.1",
        }
      : ["PUT", "PATCH", "DELETE"].includes(method)
        ? null
        : {
            why: "POST hides that doing this twice is doing it once: no retrier may help.",
            source: "rfc9110#9.2.2",
          },
  remove: (method) => METHOD_FAULTS.set(method),
};

/** What is wrong with the design for this patient; null when it fits. */
export function findShapeFault(patient: Patient, { method, path }: Design): ShapeFault | null {
  const methodFault = METHOD_FAULTS[patient.deed](method);
  if (methodFault !== null) return methodFault;
  const verb = verbIn(path);
  if (verb !== null) {
    return {
      why: `“${verb}” says in the address what the method says already. Name the thing, not the deed.`,
      source: "rfc9110#3.1",
    };
  }
  if (/[?&](id|parcel|pickup|depot)=/.test(path) && patient.deed !== "read") {
    return {
      why: "The thing that changes hides in the query. Give it an address of its own, so that caches and access rules can tell it from others.",
      source: "rfc9110#3.1",
    };
  }
  if (/[?&]id=/.test(path)) {
    return {
      why: "One thing, one address: its number belongs in the path, the query is for choosing among many.",
      source: "rfc9110#3.1",
    };
  }
  if (countIds(path) > 1) {
    return {
      why: "Nested too deep: parcel 42 is found without its order and customer. When one of those changes, the address breaks.",
      source: "rfc9205#4.4",
    };
  }
  if (path.length > 1 && path.endsWith("/")) {
    return {
      why: "With a slash at its end this is another address than without it.",
      source: "rfc9110#4.2.3",
    };
  }
  const fits = patient.shapes.some(
    (shape) => shape.methods.includes(method) && shape.path.test(path),
  );
  if (fits) return null;
  const right = patient.shapes.find((shape) => shape.path.test(path));
  if (right !== undefined) {
    return {
      why: `The address is right. With it ${right.methods.join(" or ")} fits, not ${method}: ${meaningOf(method)}`,
      source: methodNamed(method)?.source ?? "rfc9110#9.1",
    };
  }
  return {
    why: `${path} is not where people would look for it: begin with the plural of the thing, then its number, then its part.`,
    source: "rfc9205#4.4",
  };
}

const meaningOf = (method: string): string => methodNamed(method)?.meaning ?? "nobody knows it.";
