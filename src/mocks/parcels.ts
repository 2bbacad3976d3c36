// The parcel service: /parcels, /depots and /scans over one company's books.
import { foundCompany, nextParcelId, type Chance, type Company, type Parcel } from "./company.ts";
import { answer, json, pathBelow, problem, resource } from "./resource.ts";
import type { Service } from "./space.ts";

const tagOf = (parcel: Parcel): string => `"v${parcel.version}"`;

const unknownParcel = (): Response =>
  problem(404, { title: "No such parcel", detail: "Nothing travels under this number." });

/** What a person may write about a parcel, or null when it is not that. */
function readDraft(text: string): Pick<Parcel, "to" | "weight"> | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return null;
    const { to, weight } = value as { to?: unknown; weight?: unknown };
    return typeof to === "string" && typeof weight === "number" ? { to, weight } : null;
  } catch {
    return null;
  }
}

const badDraft = (): Response =>
  problem(400, {
    title: "Not a parcel",
    detail: 'Send JSON such as {"to":"lyon","weight":1250}.',
  });

/** Handlers over books that the caller keeps. */
export const parcelsOf =
  (company: Company): Service =>
  (base) => [
    resource(`${base}/depots`, { GET: () => json(200, company.depots) }),
    resource(`${base}/scans`, {
      GET: ({ url }) => {
        const parcel = url.searchParams.get("parcel");
        return json(
          200,
          company.scans.filter((scan) => parcel === null || String(scan.parcel) === parcel),
        );
      },
    }),
    resource(`${base}/parcels`, {
      GET: () => json(200, [...company.parcels.values()]),
      POST: ({ text }) => {
        const draft = readDraft(text);
        if (draft === null) return badDraft();
        const id = nextParcelId(company);
        const parcel: Parcel = { id, ...draft, state: "announced", version: 1 };
        company.parcels.set(id, parcel);
        return json(201, parcel, [
          ["location", pathBelow(base, `/parcels/${id}`)],
          ["etag", tagOf(parcel)],
        ]);
      },
    }),
    resource(`${base}/parcels/:id`, {
      GET: ({ params }) => {
        const parcel = company.parcels.get(Number(params["id"]));
        return parcel === undefined
          ? unknownParcel()
          : json(200, parcel, [["etag", tagOf(parcel)]]);
      },
      PUT: ({ params, text, request }) => {
        const parcel = company.parcels.get(Number(params["id"]));
        if (parcel === undefined) return unknownParcel();
        const condition = request.headers.get("if-match");
        if (condition !== null && condition !== "*" && condition !== tagOf(parcel)) {
          return problem(412, { title: "The parcel has changed since you read it" });
        }
        const draft = readDraft(text);
        if (draft === null) return badDraft();
        const changed: Parcel = { ...parcel, ...draft, version: parcel.version + 1 };
        company.parcels.set(parcel.id, changed);
        return json(200, changed, [["etag", tagOf(changed)]]);
      },
      DELETE: ({ params }) =>
        company.parcels.delete(Number(params["id"])) ? answer(204, null, null) : unknownParcel(),
    }),
  ];

/** The parcel service of a freshly founded company. */
export const parcelService = (chance: Chance): Service => parcelsOf(foundCompany(chance));
