// "Fire it": one answer for each status that a worker can give, with the fields its section asks for.
import { http } from "msw/http";
import type { Fields, Sending } from "#trace/index.ts";
import { answer, json, problem } from "./resource.ts";
import type { Service } from "./space.ts";

interface Recipe {
  /** A request that this status answers; GET without fields when left out. */
  readonly ask?: Pick<Sending, "method" | "fields" | "content">;
  readonly fields?: Fields;
  readonly title?: string;
}

const parcel = { id: 7, to: "lyon", weight: 1250 };
const asJson: Fields = [["content-type", "application/json"]];
const creation = { method: "POST", fields: asJson, content: '{"to":"lyon","weight":1250}' };
const order = { method: "PUT", fields: asJson, content: '{"to":"oslo"}' };

/** Fields that the section of the status demands or suggests (RFC 9110 §15.3–§15.6, RFC 6585). */
const recipes: Readonly<Record<number, Recipe>> = {
  201: { ask: creation, fields: [["location", "parcels/7"]] },
  202: { ask: creation, fields: [["location", "jobs/31"]] },
  204: { ask: { method: "DELETE" } },
  205: { ask: creation },
  206: {
    ask: { method: "GET", fields: [["range", "bytes=0-9"]] },
    fields: [["content-range", "bytes 0-9/240"]],
  },
  301: { ask: creation, fields: [["location", "parcels"]] },
  302: { ask: creation, fields: [["location", "parcels/7"]] },
  303: { ask: creation, fields: [["location", "parcels/7"]] },
  304: {
    ask: { method: "GET", fields: [["if-none-match", '"v3"']] },
    fields: [["etag", '"v3"']],
  },
  307: { ask: creation, fields: [["location", "intake"]] },
  308: { ask: creation, fields: [["location", "intake"]] },
  400: { ask: { ...creation, content: '{"to":' }, title: "The content is not JSON" },
  401: { fields: [["www-authenticate", 'Bearer realm="parcels"']], title: "Who are you?" },
  403: { title: "You may not see this parcel" },
  404: { title: "No such parcel" },
  405: {
    ask: { method: "DELETE" },
    fields: [["allow", "GET, HEAD, POST"]],
    title: "Not with this method",
  },
  406: { ask: { method: "GET", fields: [["accept", "image/png"]] }, title: "Only JSON here" },
  409: { ask: { method: "DELETE" }, title: "The parcel is already delivered" },
  410: { title: "This parcel was removed for good" },
  412: {
    ask: { ...order, fields: [...asJson, ["if-match", '"v2"']] },
    title: "Someone changed the parcel in between",
  },
  413: { ask: creation, title: "More content than this service takes" },
  415: {
    ask: { ...creation, fields: [["content-type", "text/plain"]] },
    fields: [["accept", "application/json"]],
    title: "Only JSON is read here",
  },
  416: {
    ask: { method: "GET", fields: [["range", "bytes=900-"]] },
    fields: [["content-range", "bytes */240"]],
  },
  422: {
    ask: { ...creation, content: '{"to":"lyon","weight":-3}' },
    title: "Weight is below zero",
  },
  428: { ask: order, title: "Say which version you mean with If-Match" },
  429: { fields: [["retry-after", "20"]], title: "Too many requests" },
  500: { title: "An unexpected condition" },
  501: { ask: { method: "MKCOL" }, title: "This service does not know the method" },
  502: { title: "The service behind this gateway answered nonsense" },
  503: { fields: [["retry-after", "120"]], title: "Back in two minutes" },
  504: { title: "The service behind this gateway did not answer in time" },
};

/** Statuses whose response has no content (Fetch, "null body status", and RFC 9110 §15.3.6). */
const EMPTY = [204, 205, 304];

/** The request that fits a status: what "fire it" sends. */
export const askFor = (status: number): Sending => ({
  method: "GET",
  redirect: "manual",
  target: `/status/${status}`,
  ...recipes[status]?.ask,
});

/** Answers /status/<code> with that code. */
export const statusService: Service = (base) => [
  http.all(`${base}/status/:code`, ({ params, request }) => {
    const status = Number(params["code"]);
    const { fields = [], title } = recipes[status] ?? {};
    const empty = EMPTY.includes(status) || request.method === "HEAD";
    if (empty) return answer(status, null, null, fields);
    if (status >= 400) return problem(status, { title: title ?? "No recipe for this one" }, fields);
    if (status >= 300) return answer(status, null, null, fields);
    if (status === 206) return answer(206, "text/plain", "0123456789", fields);
    return json(status, parcel, fields);
  }),
];
