// The storm: what each request does when its answers get lost, in the ledger and to the script.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judge, questions } from "../../../../src/labs/retry-storm/judge.ts";
import { lab } from "../../../../src/labs/retry-storm/model.ts";
import { observeIn } from "../../../../src/labs/retry-storm/observe.ts";
import {
  change,
  decode,
  encode,
  MOST_LOST,
  stageOf,
  START,
  type Change,
  type Seen,
  type Setup,
} from "../../../../src/labs/retry-storm/storm.ts";
import { createSpace } from "../../../../src/mocks/space.ts";
import { fieldValue } from "../../../../src/trace/index.ts";

const run = async (setup: Setup): Promise<Seen> => {
  const space = createSpace({ base: "https://course.example/lab/s", fetch: null, now: () => 0 });
  return observeIn(() => Promise.resolve(space))({ ...lab.start(1), setup });
};

const statusesOf = ({ sends }: Seen): readonly number[] =>
  sends.flatMap(({ exchanges }) => exchanges.map(({ response }) => response.status));

describe("three deliveries", () => {
  test.each([
    ["order", [201, 201, 201], 50, 4],
    ["place", [201, 200, 200], 50, 2],
    ["cancel", [204, 404, 404], 50, 0],
    ["add", [200, 200, 200], 80, 1],
    ["set", [200, 200, 200], 60, 1],
    ["match", [200, 412, 412], 60, 1],
    ["read", [200, 200, 200], 50, 1],
    ["body", [], 50, 1],
    ["lower", [405, 405, 405], 50, 1],
    ["query", [200, 200, 200], 50, 1],
  ])("%s is answered %j and leaves %i € and %i orders", async (id, statuses, balance, orders) => {
    const seen = await run(stageOf(id));
    expect(statusesOf(seen)).toEqual(statuses);
    expect(seen.after.balance).toBe(balance);
    expect(seen.after.orders).toHaveLength(orders);
  });

  test("only the last answer reaches the script", async () => {
    const { sends } = await run(stageOf("order"));
    expect(sends.map(({ outcome }) => outcome.kind)).toEqual(["refused", "refused", "answer"]);
    expect(sends.flatMap(({ exchanges }) => exchanges).map(({ lost }) => lost)).toEqual([
      true,
      true,
      undefined,
    ]);
  });

  test("content with GET is refused once, and not sent again", async () => {
    const { sends } = await run(stageOf("body"));
    expect(sends).toHaveLength(1);
    expect(sends[0]?.outcome).toMatchObject({ kind: "refused", name: "TypeError" });
  });

  test("patch stays in lower case, and its 405 says what would do", async () => {
    const { sends } = await run(stageOf("lower", 0));
    const [exchange] = sends.flatMap(({ exchanges }) => exchanges);
    expect(exchange?.request.method).toBe("patch");
    expect(fieldValue(exchange?.response.fields ?? [], "allow")).toBe(
      "GET, PUT, PATCH, HEAD, OPTIONS",
    );
  });
});

describe("the ledger", () => {
  const sendTo = async (method: string, target: string, type: string, content: string) =>
    run({ method, target, fields: `Content-Type: ${type}`, content, lost: 0 });

  test.each([
    ["PATCH", "/accounts/7", "text/plain", "{}", 415],
    ["PATCH", "/accounts/7", "application/json", "{", 400],
    ["PATCH", "/accounts/7", "application/json", '{"add":"ten"}', 422],
    ["PATCH", "/accounts/7", "application/merge-patch+json", '{"add":1}', 422],
    ["PATCH", "/accounts/7", "application/json-patch+json", "{}", 400],
    ["PATCH", "/accounts/7", "application/json-patch+json", "[null]", 422],
    [
      "PATCH",
      "/accounts/7",
      "application/json-patch+json",
      '[{"op":"test","path":"/balance","value":1}]',
      409,
    ],
    ["PUT", "/accounts/7", "application/json", '{"balance":1e9}', 400],
    ["POST", "/orders", "text/plain", "{}", 415],
    ["POST", "/orders", "application/json", "{}", 400],
    ["PUT", "/orders/0", "application/json", '{"to":"riga"}', 404],
    ["QUERY", "/orders", "text/plain", "{}", 415],
    ["QUERY", "/orders", "application/json", "[", 400],
    ["DELETE", "/orders", "application/json", "", 405],
    ["GET", "/nowhere", "text/plain", "", 404],
  ])("%s %s as %s with %s is refused with %i", async (method, target, type, content, status) => {
    const seen = await sendTo(method, target, type, content);
    expect(statusesOf(seen)).toEqual([status]);
    expect(seen.after).toEqual(seen.before);
  });

  test("a patch that tests its value is carried out once", async () => {
    const content =
      '[{"op":"test","path":"/balance","value":50},{"op":"replace","path":"/balance","value":61}]';
    const seen = await run({
      ...stageOf("add"),
      fields: "Content-Type: application/json-patch+json",
      content,
    });
    expect(statusesOf(seen)).toEqual([200, 409, 409]);
    expect(seen.after.balance).toBe(61);
  });
});

const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant("case" as const), id: fc.string() }),
  fc.record({ kind: fc.constant("lost" as const), lost: fc.double() }),
  fc.record({ kind: fc.constant("lost" as const), lost: fc.integer({ min: 0, max: MOST_LOST }) }),
  fc.record({ kind: fc.constant("method" as const), method: fc.string() }),
  fc.record({
    kind: fc.constantFrom("target" as const, "fields" as const, "content" as const),
    text: fc.string({ unit: "binary", maxLength: 700 }),
  }),
);

describe("setups", () => {
  test("whatever is typed survives a link", () => {
    fc.assert(
      fc.property(fc.array(changes, { maxLength: 6 }), (made) => {
        const setup = made.reduce(change, START);
        expect(decode(JSON.parse(JSON.stringify(encode(setup))))).toEqual(setup);
      }),
    );
  });

  test("nonsense is no setup", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (data) => {
        const read = decode(data);
        expect(read === null || JSON.stringify(encode(read)) === JSON.stringify(data)).toBe(true);
      }),
    );
    expect(decode([3, "POST", "/orders", "", ""])).toBeNull();
    expect(decode([0, "BREW", "/orders", "", ""])).toBeNull();
  });

  test("every run is judged, with a reason for each finding", async () => {
    for (const id of ["order", "cancel", "match", "body", "query", "lower"]) {
      for (let lost = 0; lost <= MOST_LOST; lost += 1) {
        const setup = stageOf(id, lost);
        const findings = judge(setup, {}, await run(setup));
        expect(findings.map(({ question }) => question)).toEqual(
          questions(setup).map((question) => question.id),
        );
        for (const { why, source } of findings) {
          expect(why).not.toBe("");
          expect(source).toMatch(/^(rfc\d+|fetch)#/);
        }
      }
    }
  });
});
