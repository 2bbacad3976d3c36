// Eleven badly shaped operations, what each does, and the shapes that would do. "#" stands for a number.
import type { Deed, Design } from "#mocks/clinic.ts";

/** An operation that waits for a better address. */
export interface Patient extends Design {
  readonly id: string;
  /** What somebody wants when they call it. */
  readonly title: string;
  readonly deed: Deed;
  /** What goes with it where the method takes content; "" for none. */
  readonly content: string;
  /** Shapes that fit: methods, the path they go with, and an example. */
  readonly shapes: readonly Shape[];
}

interface Shape {
  readonly methods: readonly string[];
  readonly path: RegExp;
}

const shape = (methods: string, path: RegExp): Shape => ({ methods: methods.split(" "), path });

/** In the order in which they sit in the waiting room. */
export const PATIENTS: readonly Patient[] = [
  {
    id: "read",
    title: "Read parcel #",
    method: "GET",
    path: "/getParcel?id=#",
    deed: "read",
    content: "",
    shapes: [shape("GET", /^\/parcels\/#$/)],
  },
  {
    id: "depots",
    title: "List the depots of zone #",
    method: "POST",
    path: "/getDepots?zone=#",
    deed: "read",
    content: "",
    shapes: [shape("GET", /^(\/depots\?zone=#|\/zones\/#\/depots)$/)],
  },
  {
    id: "search",
    title: "Find the parcels to depot #",
    method: "POST",
    path: "/searchParcels",
    deed: "read",
    content: '{"to":#}',
    shapes: [shape("GET", /^\/parcels\?to=#$/), shape("QUERY", /^\/parcels$/)],
  },
  {
    id: "announce",
    title: "Announce a parcel of # grams, which the service numbers",
    method: "POST",
    path: "/createParcel?weight=#",
    deed: "add",
    content: '{"weight":#}',
    shapes: [shape("POST", /^\/parcels$/)],
  },
  {
    id: "withdraw",
    title: "Withdraw parcel #",
    method: "POST",
    path: "/deleteParcel/#",
    deed: "remove",
    content: "",
    shapes: [shape("DELETE", /^\/parcels\/#$/)],
  },
  {
    id: "weight",
    title: "Correct the weight of parcel # to 900 grams",
    method: "POST",
    path: "/updateParcel?id=#&weight=900",
    deed: "set",
    content: '{"weight":900}',
    shapes: [shape("PATCH", /^\/parcels\/#$/), shape("PUT", /^\/parcels\/#\/weight$/)],
  },
  {
    id: "scan",
    title: "Report one more scan of parcel #",
    method: "GET",
    path: "/addScan/#",
    deed: "add",
    content: '{"depot":"oslo"}',
    shapes: [shape("POST", /^(\/parcels\/#)?\/scans$/)],
  },
  {
    id: "scans",
    title: "Read the scans of parcel #",
    method: "GET",
    path: "/customers/7/orders/101/parcels/#/scans",
    deed: "read",
    content: "",
    shapes: [shape("GET", /^(\/parcels\/#\/scans|\/scans\?parcel=#)$/)],
  },
  {
    id: "close",
    title: "Close depot #",
    method: "GET",
    path: "/depots/#/close",
    deed: "set",
    content: '{"state":"closed"}',
    shapes: [
      shape("PUT", /^\/depots\/#\/(state|status)$/),
      shape("PATCH", /^\/depots\/#(\/(state|status))?$/),
    ],
  },
  {
    id: "label",
    title: "Replace the label of parcel #",
    method: "POST",
    path: "/parcels/#/replaceLabel",
    deed: "set",
    content: "%PDF-2.0",
    shapes: [shape("PUT", /^\/parcels\/#\/label$/), shape("PUT", /^\/labels\/#$/)],
  },
  {
    id: "pickup",
    title: "Call off pickup #",
    method: "GET",
    path: "/pickups/cancel?pickup=#",
    deed: "remove",
    content: '{"state":"cancelled"}',
    shapes: [
      shape("DELETE", /^\/pickups\/#$/),
      shape("PUT", /^\/pickups\/#\/(state|status|cancellation)$/),
      shape("PATCH", /^\/pickups\/#$/),
    ],
  },
];

/** Numbers that a patient may come with. */
export const isNumber = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 10 && (value as number) <= 99;

/** The patient of an id with its number filled in; an unknown one throws RangeError. */
export function patientOf(id: string, number: number): Patient {
  const found = PATIENTS.find((each) => each.id === id);
  if (found === undefined || !isNumber(number)) throw new RangeError(`no patient ${id} ${number}`);
  const fill = (text: string): string => text.replaceAll("#", String(number));
  return {
    ...found,
    title: fill(found.title),
    path: fill(found.path),
    content: fill(found.content),
    shapes: found.shapes.map(({ methods, path }) => ({
      methods,
      path: new RegExp(fill(path.source)),
    })),
  };
}
