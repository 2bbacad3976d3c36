// A lab's address space in Node: the handlers answer, redirects follow the Fetch rules by our own hand.
import fc from "fast-check";
import { http } from "msw/http";
import { describe, expect, test } from "vitest";
import { createSeeded } from "../../../src/kit/seeded.ts";
import { parcelService } from "../../../src/mocks/parcels.ts";
import { afterRedirect, REDIRECT_STATUSES } from "../../../src/mocks/redirect-rule.ts";
import { answer } from "../../../src/mocks/resource.ts";
import { createSpace, type Service, type Space } from "../../../src/mocks/space.ts";
import { askFor, statusService } from "../../../src/mocks/status.ts";
import { fieldValue, type Sending, type Sent } from "../../../src/trace/index.ts";
import { utf8Text } from "../../../src/wire/index.ts";

function openHere(service: Service, lab = "test"): Space {
  let clock = 0;
  const space = createSpace({
    base: `https://course.example/lab/${lab}/t`,
    fetch: null,
    now: () => (clock += 1),
  });
  space.serve(service);
  return space;
}

const statusOf = ({ outcome }: Sent): number => (outcome.kind === "answer" ? outcome.status : -1);
const asJson = [["content-type", "application/json"]] as const;

describe("the parcel service", () => {
  test("creates, shows, changes and removes a parcel", async () => {
    const space = openHere(parcelService(createSeeded(1)));
    const made = await space.send({
      method: "POST",
      target: "/parcels",
      fields: asJson,
      content: '{"to":"oslo","weight":400}',
    });
    expect(statusOf(made)).toBe(201);
    const { outcome } = made;
    if (outcome.kind !== "answer") throw new Error("refused");
    const target = (fieldValue(outcome.fields, "Location") ?? "").replace("/lab/test/t", "");
    expect(statusOf(await space.send({ method: "GET", target }))).toBe(200);
    const stale: Sending = { method: "PUT", target, content: "{}", fields: [["if-match", '"v9"']] };
    expect(statusOf(await space.send(stale))).toBe(412);
    expect(statusOf(await space.send({ method: "DELETE", target }))).toBe(204);
    expect(statusOf(await space.send({ method: "GET", target }))).toBe(404);
  });

  test("the same seed gives the same books, and serving again forgets", async () => {
    const list = async (space: Space): Promise<string> => {
      const { outcome } = await space.send({ method: "GET", target: "/parcels" });
      return outcome.kind === "answer" ? utf8Text(outcome.content) : "";
    };
    const space = openHere(parcelService(createSeeded(7)));
    const before = await list(space);
    expect(await list(openHere(parcelService(createSeeded(7))))).toBe(before);
    expect(await list(openHere(parcelService(createSeeded(8))))).not.toBe(before);
    await space.send({ method: "POST", target: "/parcels", content: '{"to":"riga","weight":1}' });
    expect(await list(space)).not.toBe(before);
    space.serve(parcelService(createSeeded(7)));
    const again = await space.send({ method: "GET", target: "/parcels" });
    expect(again.exchanges[0]?.number).toBe(1);
    expect(await list(space)).toBe(before);
  });

  test("HEAD follows GET without content, other methods get 405 with Allow", async () => {
    const space = openHere(parcelService(createSeeded(1)));
    const head = await space.send({ method: "HEAD", target: "/depots" });
    expect(head.exchanges[0]?.response.content).toHaveLength(0);
    expect(statusOf(head)).toBe(200);
    const { exchanges } = await space.send({ method: "DELETE", target: "/depots" });
    expect(exchanges[0]?.response.status).toBe(405);
    expect(fieldValue(exchanges[0]?.response.fields ?? [], "Allow")).toBe("GET, HEAD, OPTIONS");
  });
});

describe("the record", () => {
  test("holds what the handler saw, addresses relative to the lab", async () => {
    const space = openHere(parcelService(createSeeded(1)));
    const { exchanges } = await space.send({
      method: "POST",
      target: "/parcels?via=desk",
      fields: asJson,
      content: '{"to":"oslo","weight":400}',
    });
    expect(exchanges).toHaveLength(1);
    expect(exchanges[0]?.request.target).toBe("/parcels?via=desk");
    expect(utf8Text(exchanges[0]?.request.content ?? new Uint8Array())).toContain("oslo");
    expect(exchanges[0]?.took).toBeGreaterThan(0);
  });

  test("an unknown address is 404, a request that Fetch refuses is an outcome", async () => {
    const space = openHere(parcelService(createSeeded(1)));
    expect(statusOf(await space.send({ method: "GET", target: "/nowhere" }))).toBe(404);
    const { outcome } = await space.send({ method: "GET", target: "/parcels", content: "x" });
    expect(outcome).toMatchObject({ kind: "refused", name: "TypeError" });
    const bad = await space.send({ method: "GET", target: "/parcels", fields: [["a b", "c"]] });
    expect(bad.outcome).toMatchObject({ kind: "refused", name: "TypeError" });
    expect(bad.exchanges).toHaveLength(0);
  });
});

/** /n answers `status` and names /(n+1) until `last`, which answers 200. */
const stairs =
  (status: number, last: number): Service =>
  (base) => [
    http.all(`${base}/:n`, ({ params }) => {
      const n = Number(params["n"]);
      return n < last
        ? answer(status, null, null, [["location", String(n + 1)]])
        : answer(200, null, null);
    }),
  ];

describe("redirects by our own hand", () => {
  test("20 are followed, the 21st is a network error", async () => {
    const twenty = await openHere(stairs(307, 20)).send({ method: "GET", target: "/0" });
    expect(twenty.exchanges).toHaveLength(21);
    expect(twenty.outcome).toMatchObject({ status: 200, redirected: true, target: "/20" });
    const more = await openHere(stairs(307, 21)).send({ method: "GET", target: "/0" });
    expect(more.exchanges).toHaveLength(21);
    expect(more.outcome).toMatchObject({ kind: "refused", name: "TypeError" });
  });

  test("manual shows nothing but the type", async () => {
    const sent = await openHere(stairs(302, 1)).send({
      method: "GET",
      target: "/0",
      redirect: "manual",
    });
    expect(sent.outcome).toMatchObject({
      type: "opaqueredirect",
      status: 0,
      fields: [],
      target: "",
    });
    expect(sent.exchanges).toHaveLength(1);
  });

  test("method, content and its fields arrive as the rule says", async () => {
    const method = fc.constantFrom("POST", "PUT", "DELETE", "PATCH", "GET", "HEAD");
    await fc.assert(
      fc.asyncProperty(method, fc.constantFrom(...REDIRECT_STATUSES), async (method, status) => {
        const hasContent = method !== "GET" && method !== "HEAD";
        const { exchanges } = await openHere(stairs(status, 1)).send({
          method,
          target: "/0",
          fields: [
            ["content-type", "text/plain"],
            ["x-desk", "4"],
          ],
          ...(hasContent ? { content: "parcel" } : {}),
        });
        const expected = afterRedirect({ method, hasContent }, status);
        const arrived = exchanges[1]?.request;
        expect(arrived?.method).toBe(expected.method);
        expect((arrived?.content.length ?? 0) > 0).toBe(expected.hasContent);
        const lost = hasContent && !expected.hasContent;
        expect(fieldValue(arrived?.fields ?? [], "content-type") === null).toBe(lost);
        expect(fieldValue(arrived?.fields ?? [], "x-desk")).toBe("4");
      }),
      { numRuns: 60 },
    );
  });
});

describe("fire it", () => {
  test("every status from 200 to 599 that a page may show comes back with its fields", async () => {
    const space = openHere(statusService, "reference");
    const required: Readonly<Record<number, string>> = {
      401: "www-authenticate",
      405: "allow",
      206: "content-range",
      416: "content-range",
      429: "retry-after",
      503: "retry-after",
      201: "location",
      308: "location",
    };
    for (let status = 200; status <= 599; status += 1) {
      const { exchanges } = await space.send(askFor(status));
      expect(exchanges[0]?.response.status).toBe(status);
      const field = required[status];
      if (field !== undefined) {
        expect(fieldValue(exchanges[0]?.response.fields ?? [], field)).not.toBeNull();
      }
    }
  });
});
