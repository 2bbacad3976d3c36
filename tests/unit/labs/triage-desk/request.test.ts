// Composed requests: tidied as typed, whole through a link, and every ticket's answer.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeDraft, fieldsOf, sendableOf } from "../../../../src/kit/request-draft.ts";
import { mayRetry } from "../../../../src/labs/triage-desk/judge.ts";
import {
  change,
  decode,
  START,
  ticketOf,
  TICKETS,
  type Setup,
} from "../../../../src/labs/triage-desk/request.ts";
import { createSpace } from "../../../../src/mocks/space.ts";
import { triageService } from "../../../../src/mocks/triage.ts";
import { fieldValue, type Exchange } from "../../../../src/trace/index.ts";

async function exchangeOf(setup: Setup): Promise<Exchange | undefined> {
  const space = createSpace({ base: "https://course.example/lab/desk", fetch: null, now: () => 0 });
  space.serve(triageService);
  const { exchanges } = await space.send(sendableOf(setup));
  return exchanges[0];
}

describe("tickets", () => {
  test.each([
    ["typo", 422, null],
    ["orders", 401, "www-authenticate"],
    ["new", 201, "location"],
    ["ada", 409, null],
    ["form", 415, "accept"],
    ["cut", 400, null],
    ["other", 403, null],
    ["hidden", 404, null],
    ["patch", 405, "allow"],
    ["stale", 412, "etag"],
    ["blind", 428, null],
    ["cancel", 409, null],
    ["bern", 410, null],
    ["quotes", 200, null],
    ["today", 503, "retry-after"],
    ["tax", 500, null],
    ["customs", 502, "proxy-status"],
    ["weather", 504, "proxy-status"],
  ])("%s is answered with %i and %s", async (id, status, field) => {
    const ticket = TICKETS.find((each) => each.id === id);
    if (ticket === undefined) throw new Error(`no ticket ${id}`);
    const response = (await exchangeOf(ticket))?.response;
    expect(response?.status).toBe(status);
    if (field !== null) expect(fieldValue(response?.fields ?? [], field)).not.toBeNull();
  });

  test("are all tried above", () => {
    expect(TICKETS).toHaveLength(18);
    expect(ticketOf(START)?.id).toBe("typo");
    expect(ticketOf({ ...START, content: "" })).toBeUndefined();
  });
});

describe("what is typed", () => {
  test("an address stays a path of visible ASCII", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        expect(change(START, { kind: "target", text }).target).toMatch(/^\/[!-~]{0,119}$/);
      }),
    );
  });

  test("comes back from its link", () => {
    const texts = fc.string({ maxLength: 900 });
    fc.assert(
      fc.property(texts, texts, texts, (target, fields, content) => {
        const setup = [
          { kind: "target", text: target } as const,
          { kind: "fields", text: fields } as const,
          { kind: "content", text: content } as const,
        ].reduce(change, START);
        expect(decode(JSON.parse(JSON.stringify(encodeDraft(setup))))).toEqual(setup);
      }),
    );
  });

  test("field lines are read, others left out", () => {
    const fields = 'Accept: a/b\nno colon\n: no name\n  If-Match :  "v1"  ';
    expect(fieldsOf({ ...START, fields })).toEqual([
      ["Accept", "a/b"],
      ["If-Match", '"v1"'],
    ]);
  });

  test("whatever it is, it is sent or refused, never thrown", async () => {
    const texts = fc.string({ unit: "binary", maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(texts, texts, texts, async (target, fields, content) => {
        const setup = [
          { kind: "method", method: "PUT" } as const,
          { kind: "target", text: target } as const,
          { kind: "fields", text: fields } as const,
          { kind: "content", text: content } as const,
        ].reduce(change, START);
        const exchange = await exchangeOf(setup);
        if (exchange !== undefined) expect(exchange.response.status).toBeGreaterThanOrEqual(200);
      }),
      { numRuns: 60 },
    );
  });
});

describe("may a robot repeat it unchanged?", () => {
  test.each([
    [200, "GET", false],
    [400, "GET", false],
    [401, "GET", false],
    [408, "POST", true],
    [409, "PUT", false],
    [425, "GET", true],
    [429, "POST", true],
    [500, "GET", true],
    [500, "POST", false],
    [502, "PUT", true],
    [503, "POST", false],
    [504, "DELETE", true],
    // Unknown codes count as the x00 of their class (RFC 9110 §15).
    [471, "GET", false],
    [599, "GET", true],
  ])("%i to %s: %s", (status, method, may) => {
    expect(mayRetry(status, method).may).toBe(may);
    expect(mayRetry(status, method).why.length).toBeGreaterThan(10);
  });
});
