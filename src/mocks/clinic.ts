// One operation of the pretend company under whatever method and address somebody designs for it.
import { http } from "msw/http";
import { answer, json, problem } from "./resource.ts";
import type { Service } from "./space.ts";

/** What an operation does: reads, adds one more each time, sets a state, or removes a thing. */
export type Deed = "read" | "add" | "set" | "remove";

/** The address at which an operation is offered. */
export interface Design {
  readonly method: string;
  /** Path and query, beginning with "/". */
  readonly path: string;
}

/** What became of the thing. */
export interface Record {
  /** Deliveries that changed something. */
  readonly changes: number;
  /** Deliveries that were carried out, whether or not they changed anything. */
  readonly done: number;
}

/**
 * Opens a service that offers one operation at one address: another address is 404, another method
 * 405. A reading may be kept for a minute.
 */
export function openClinic(
  { method, path }: Design,
  deed: Deed,
): { readonly service: Service; readonly read: () => Record } {
  let record: Record = { changes: 0, done: 0 };
  const note = (changed: boolean): void => {
    record = { changes: record.changes + (changed ? 1 : 0), done: record.done + 1 };
  };
  const deeds: { readonly [Name in Deed]: () => Response } = {
    read: () => {
      note(false);
      return json(200, { id: 42, to: "oslo", weight: 900 }, [["cache-control", "max-age=60"]]);
    },
    add: () => {
      note(true);
      return json(201, { id: 100 + record.changes });
    },
    set: () => {
      note(record.changes === 0);
      return json(200, { done: true });
    },
    remove: () => {
      const there = record.changes === 0;
      note(there);
      return there ? answer(204, null, null) : problem(404, { title: "It is gone already" });
    },
  };
  const service: Service = (base) => [
    http.all(`${base}/*`, ({ request }) => {
      if (request.url !== base + path) return problem(404, { title: "No such address" });
      return request.method === method
        ? deeds[deed]()
        : problem(405, { title: "Method not allowed" }, [["allow", method]]);
    }),
  ];
  return { service, read: () => record };
}
