// The pretend company's shop window, faults included: sign-up, orders, quotes, reports and a gateway.
import type { HttpHandler } from "msw/http";
import { isDeskToken } from "./desk-token.ts";
import { json, problem, resource, type Asked } from "./resource.ts";
import type { Service } from "./space.ts";

const REALM = 'Bearer realm="orders"';
const JSON_TYPE = /^application\/json\s*(;|$)/i;

const challenge = (parameters: string, detail: string): Response =>
  problem(401, { title: "Who are you?", detail }, [["www-authenticate", REALM + parameters]]);

/** 401 where credentials are missing or refused (RFC 9110 §11.6, RFC 6750 §3), null where they hold. */
function refuseStranger({ request }: Asked): Response | null {
  const credentials = request.headers.get("authorization");
  if (credentials === null)
    return challenge("", "Send Authorization with a scheme of the challenge.");
  const [scheme = "", token = ""] = credentials.split(/ +/);
  if (scheme.toLowerCase() !== "bearer") {
    return challenge("", "These orders take another scheme than the one that was sent.");
  }
  return isDeskToken(token)
    ? null
    : challenge(', error="invalid_token"', "The scheme is right, the token is not.");
}

/** 415 or 400 where the content is no JSON object, otherwise the object. */
function readObject({ request, text }: Asked): Response | Readonly<Record<string, unknown>> {
  if (!JSON_TYPE.test(request.headers.get("content-type") ?? "")) {
    return problem(415, { title: "Only JSON is read here" }, [["accept", "application/json"]]);
  }
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {
    // Told below.
  }
  return problem(400, { title: "The content is not a JSON object" });
}

const known = (): Set<string> => new Set(["ada@parcels.example"]);

function signUp(customers: Set<string>, asked: Asked): Response {
  const draft = readObject(asked);
  if (draft instanceof Response) return draft;
  const { email, postcode } = draft;
  const errors: { pointer: string; detail: string }[] = [];
  if (typeof email !== "string" || !/^[^@\s]+@[^@\s]+$/.test(email)) {
    errors.push({ pointer: "#/email", detail: "is no e-mail address" });
  }
  if (typeof postcode !== "string" || !/^\d{5}$/.test(postcode)) {
    errors.push({ pointer: "#/postcode", detail: "must have five digits" });
  }
  if (errors.length > 0) {
    const title = "Some members of the sign-up are not valid";
    return problem(422, { type: "https://parcels.example/problems/invalid", title, errors });
  }
  if (customers.has(String(email))) {
    return problem(409, { title: "This address has an account already" });
  }
  customers.add(String(email));
  return json(201, { id: customers.size, email }, [["location", `customers/${customers.size}`]]);
}

const guarded =
  (answerer: (asked: Asked) => Response) =>
  (asked: Asked): Response =>
    refuseStranger(asked) ?? answerer(asked);

function orders(base: string): readonly HttpHandler[] {
  let version = 3;
  const tag = (): string => `"v${version}"`;
  const current = () => ({ id: 17, to: "oslo", state: "moving" });
  return [
    resource(`${base}/orders`, { GET: guarded(() => json(200, [current()])) }),
    resource(`${base}/orders/17`, {
      GET: guarded(() => json(200, current(), [["etag", tag()]])),
      PUT: guarded((asked) => {
        const condition = asked.request.headers.get("if-match");
        if (condition === null) {
          return problem(428, { title: "Say with If-Match which version you changed" });
        }
        if (condition !== tag() && condition !== "*") {
          return problem(412, { title: "The order has changed since you read it" }, [
            ["etag", tag()],
          ]);
        }
        const draft = readObject(asked);
        if (draft instanceof Response) return draft;
        version += 1;
        return json(200, { ...current(), ...draft }, [["etag", tag()]]);
      }),
      DELETE: guarded(() =>
        problem(409, {
          title: "The parcel is on its way",
          detail: "Only an order that has not been picked up can be cancelled.",
        }),
      ),
    }),
    resource(`${base}/orders/31`, {
      GET: guarded(() => problem(403, { title: "This order belongs to another customer" })),
    }),
    resource(`${base}/orders/:id`, {
      GET: guarded(() => problem(404, { title: "No such order" })),
    }),
  ];
}

/** Requests for a quote that are answered before the limit is reached. */
const FREE_QUOTES = 2;

/** Handlers whose state begins afresh with each call. */
export const triageService: Service = (base) => {
  const customers = known();
  let quotes = 0;
  const gateway = (path: string, status: number, error: string, detail: string): HttpHandler =>
    resource(`${base}/gateway/${path}`, {
      GET: () =>
        problem(status, { title: "The gateway has no usable answer", detail }, [
          ["proxy-status", `gateway.parcels.example; error=${error}`],
        ]),
    });
  return [
    resource(`${base}/signup`, { POST: (asked) => signUp(customers, asked) }),
    ...orders(base),
    resource(`${base}/depots`, { GET: () => json(200, ["lyon", "oslo", "riga"]) }),
    resource(`${base}/depots/bern`, {
      GET: () => problem(410, { title: "This depot was closed for good" }),
    }),
    resource(`${base}/quotes`, {
      GET: () => {
        quotes += 1;
        return quotes <= FREE_QUOTES
          ? json(200, { cents: 780 })
          : problem(429, { title: "Too many quotes" }, [
              ["retry-after", "20"],
              ["cache-control", "no-store"],
            ]);
      },
    }),
    resource(`${base}/reports/today`, {
      GET: () => problem(503, { title: "Being worked on" }, [["retry-after", "120"]]),
    }),
    resource(`${base}/reports/tax`, { GET: () => problem(500, { title: "Something broke" }) }),
    gateway("customs", 502, "http_protocol_error", "The customs server answered no HTTP."),
    gateway("weather", 504, "http_response_timeout", "The weather server did not answer in time."),
    resource(`${base}/*`, { GET: () => problem(404, { title: "No such address" }) }),
  ];
};
