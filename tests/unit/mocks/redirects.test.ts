// Addresses that have moved: relative references and the token that carries its own check digit.
import fc from "fast-check";
import { expect, test } from "vitest";
import { deskToken, isDeskToken } from "../../../src/mocks/desk-token.ts";
import { redirectService, referTo } from "../../../src/mocks/redirects.ts";
import { createSpace } from "../../../src/mocks/space.ts";

const path = fc
  .array(fc.stringMatching(/^[a-z0-9]{1,6}$/), { minLength: 1, maxLength: 4 })
  .map((parts) => `/${parts.join("/")}`);

test("a reference leads from any path to any other, below any base", () => {
  fc.assert(
    fc.property(path, path, fc.constantFrom("", "/lab/tracer/x1"), (from, to, base) => {
      const address = new URL(referTo(from, to), `https://course.example${base}${from}`);
      expect(address.pathname).toBe(base + to);
    }),
  );
});

test("the chain is walked in its order and its end tells what arrived", async () => {
  const space = createSpace({ base: "https://course.example/lab/x", fetch: null, now: () => 0 });
  space.serve(
    redirectService([
      { from: "/parcels", status: 307, to: "/v2/parcels" },
      { from: "/v2/parcels", status: 303, to: "/receipts/42" },
    ]),
  );
  const { exchanges, outcome } = await space.send({
    method: "PUT",
    target: "/parcels",
    content: "12345",
  });
  expect(
    exchanges.map(({ request: { method, target, content } }) => [method, target, content.length]),
  ).toEqual([
    ["PUT", "/parcels", 5],
    ["PUT", "/v2/parcels", 5],
    ["GET", "/receipts/42", 0],
  ]);
  if (outcome.kind !== "answer") throw new Error(outcome.message);
  expect(JSON.parse(new TextDecoder().decode(outcome.content))).toEqual({
    arrived: "GET",
    contentBytes: 0,
  });
});

test("tokens check themselves", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 9999 }),
      fc.integer({ min: 1, max: 9 }),
      (digits, slip) => {
        const token = deskToken(digits);
        expect(isDeskToken(token)).toBe(true);
        const wrong = `${token.slice(0, -1)}${(Number(token.at(-1)) + slip) % 10}`;
        expect(isDeskToken(wrong)).toBe(false);
      },
    ),
  );
  for (const token of ["", "desk-", "desk-123", "desk-123456", "Desk-31419", "desk-31419 "]) {
    expect(isDeskToken(token)).toBe(false);
  }
});
