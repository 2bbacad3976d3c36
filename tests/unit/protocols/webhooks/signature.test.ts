// Signing and verifying: the schemes' documented forms, rotation, and every way to be refused.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  describeSignature,
  equalInConstantTime,
  sign,
  signedContent,
  verify,
  type WebhookHeaders,
  type WebhookScheme,
} from "../../../../src/protocols/webhooks/index.ts";
import { concat, findUntiled, utf8, utf8Text } from "../../../../src/wire/index.ts";

const now = 1_674_087_231;
const id = "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W";
const secret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
const otherSecret = `whsec_${btoa("another secret of 24 byte")}`;
const body = utf8('{"type":"contact.created"}');

/** The headers that a sender would send. */
async function headersOf(
  scheme: WebhookScheme,
  secrets: readonly string[],
  content = body,
  timestamp = now,
): Promise<WebhookHeaders> {
  const value = await sign(scheme, { id, timestamp, body: content, secrets });
  if (scheme === "github") return { "x-hub-signature-256": value };
  if (scheme === "stripe") return { "stripe-signature": value };
  return { "webhook-id": id, "webhook-timestamp": String(timestamp), "webhook-signature": value };
}

const all = ["standard-webhooks", "github", "stripe"] as const;

describe("documented examples", () => {
  it("GitHub's: Validating webhook deliveries", async () => {
    const delivery = { body: utf8("Hello, World!"), secret: "It's a Secret to Everybody" };
    const value = await sign("github", delivery);
    expect(value).toBe("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
    const headers = { "x-hub-signature-256": value };
    expect(await verify("github", { ...delivery, headers, now: 0 })).toEqual({ ok: true });
  });
  it("Standard Webhooks: what is signed", () => {
    const content = signedContent("standard-webhooks", { id, timestamp: String(now), body });
    expect(utf8Text(content)).toBe(`${id}.${now}.{"type":"contact.created"}`);
    expect(utf8Text(signedContent("stripe", { id, timestamp: "7", body: utf8("x") }))).toBe("7.x");
    expect(utf8Text(signedContent("github", { id, timestamp: "7", body: utf8("x") }))).toBe("x");
  });
  it("the header values have their documented forms", async () => {
    const values = await Promise.all(
      all.map((scheme) => sign(scheme, { id, timestamp: now, body, secret })),
    );
    expect(values[0]).toMatch(/^v1,[A-Za-z0-9+/]{43}=$/);
    expect(values[1]).toMatch(/^sha256=[0-9a-f]{64}$/);
    expect(values[2]).toMatch(/^t=1674087231,v1=[0-9a-f]{64}$/);
  });
});

describe.each(all)("%s", (scheme) => {
  it("verifies what it signs, and refuses another body or secret", async () => {
    const headers = await headersOf(scheme, [secret]);
    expect(await verify(scheme, { headers, body, secret, now })).toEqual({ ok: true });
    const changed = concat([body, utf8(" ")]);
    expect(await verify(scheme, { headers, body: changed, secret, now })).toMatchObject({
      ok: false,
      fault: { code: "SIGNATURE_MISMATCH" },
    });
    expect(await verify(scheme, { headers, body, secret: otherSecret, now })).toMatchObject({
      fault: { code: "SIGNATURE_MISMATCH" },
    });
  });
  it("verifies with any of several secrets while one replaces another", async () => {
    const headers = await headersOf(scheme, [secret]);
    const verdict = await verify(scheme, { headers, body, secrets: [otherSecret, secret], now });
    expect(verdict).toEqual({ ok: true });
  });
  it("refuses missing and empty headers", async () => {
    const complete = await headersOf(scheme, [secret]);
    for (const name of Object.keys(complete)) {
      for (const value of [undefined, ""]) {
        const headers = { ...complete, [name]: value };
        expect(await verify(scheme, { headers, body, secret, now })).toMatchObject({
          fault: { code: "MISSING_HEADER", text: expect.stringContaining(name) as string },
        });
      }
    }
  });
  it("throws RangeError without a secret", async () => {
    const headers = await headersOf(scheme, [secret]);
    await expect(sign(scheme, { id, timestamp: now, body, secrets: [] })).rejects.toThrow(
      RangeError,
    );
    await expect(verify(scheme, { headers, body, secrets: [], now })).rejects.toThrow(RangeError);
  });
  it("refuses any header with one letter changed", async () => {
    const complete = await headersOf(scheme, [secret]);
    const name = Object.keys(complete).at(-1) as string;
    const value = complete[name] as string;
    for (let at = 0; at < value.length; at += 1) {
      const letter = value[at] === "A" ? "B" : "A";
      const headers = { ...complete, [name]: value.slice(0, at) + letter + value.slice(at + 1) };
      expect((await verify(scheme, { headers, body, secret, now })).ok, headers[name]).toBe(false);
    }
  });
});

describe.each(["standard-webhooks", "stripe"] as const)("%s timestamps", (scheme) => {
  it("is tolerant in both directions, both ends included", async () => {
    const headers = await headersOf(scheme, [secret]);
    const code = async (clock: number, toleranceSeconds?: number): Promise<string> => {
      const tolerance = toleranceSeconds === undefined ? {} : { toleranceSeconds };
      const verdict = await verify(scheme, { headers, body, secret, now: clock, ...tolerance });
      return verdict.ok ? "ok" : verdict.fault.code;
    };
    expect(await code(now + 300)).toBe("ok");
    expect(await code(now + 301)).toBe("TIMESTAMP_TOO_OLD");
    expect(await code(now - 300)).toBe("ok");
    expect(await code(now - 301)).toBe("TIMESTAMP_TOO_NEW");
    expect(await code(now, 0)).toBe("ok");
    expect(await code(now + 1, 0)).toBe("TIMESTAMP_TOO_OLD");
  });
  it("signs several secrets into one header", async () => {
    const headers = await headersOf(scheme, [otherSecret, secret]);
    expect(await verify(scheme, { headers, body, secret, now })).toEqual({ ok: true });
    expect(await verify(scheme, { headers, body, secret: otherSecret, now })).toEqual({ ok: true });
  });
  it("needs whole seconds", async () => {
    for (const timestamp of [undefined, 1.5, -1, Number.NaN]) {
      const given = timestamp === undefined ? {} : { timestamp };
      await expect(sign(scheme, { id, ...given, body, secret })).rejects.toThrow(RangeError);
    }
  });
});

describe("Standard Webhooks", () => {
  const scheme = "standard-webhooks";
  it("takes the secret with or without its prefix", async () => {
    const headers = await headersOf(scheme, [secret]);
    const bare = secret.slice("whsec_".length);
    expect(await verify(scheme, { headers, body, secret: bare, now })).toEqual({ ok: true });
  });
  it.each(["", "whsec_", "whsec_a", "whsec_a-b_", "whsec_a b=", "It's"])(
    "throws RangeError on the secret %j",
    async (bad) => {
      await expect(sign(scheme, { id, timestamp: now, body, secret: bad })).rejects.toThrow(
        RangeError,
      );
    },
  );
  it.each(["", "a.b"])("throws RangeError on the id %j", async (bad) => {
    await expect(sign(scheme, { id: bad, timestamp: now, body, secret })).rejects.toThrow(
      RangeError,
    );
  });
  it("passes over signatures of other versions and of other keys", async () => {
    const complete = await headersOf(scheme, [secret]);
    const right = complete["webhook-signature"] ?? "";
    const verdictOf = (value: string) =>
      verify(scheme, { headers: { ...complete, "webhook-signature": value }, body, secret, now });
    expect(await verdictOf(`v1,AAAA v1a,${right.slice(3)} ${right} v1,`)).toEqual({ ok: true });
    expect(await verdictOf(`v1a,${right.slice(3)} v2,${right.slice(3)}`)).toMatchObject({
      fault: { code: "NO_SIGNATURE" },
    });
    expect(await verdictOf(right.slice(3))).toMatchObject({ fault: { code: "NO_SIGNATURE" } });
    expect(await verdictOf(right.slice(0, 9))).toMatchObject({
      fault: { code: "SIGNATURE_MISMATCH" },
    });
  });
  it.each(["hello", "1674087231.5", " 1674087231", "-1", "1e9", "16740872310000000"])(
    "refuses the timestamp %j",
    async (timestamp) => {
      const headers = { ...(await headersOf(scheme, [secret])), "webhook-timestamp": timestamp };
      expect(await verify(scheme, { headers, body, secret, now })).toMatchObject({
        fault: { code: "BAD_TIMESTAMP" },
      });
    },
  );
});

it("Stripe's header takes blanks, other schemes and one timestamp only", async () => {
  const { "stripe-signature": value = "" } = await headersOf("stripe", [secret]);
  const verdictOf = (header: string) =>
    verify("stripe", { headers: { "stripe-signature": header }, body, secret, now });
  expect(await verdictOf(`${value},v0=00, v1=11`)).toEqual({ ok: true });
  expect(await verdictOf(`${value},t=1`)).toMatchObject({ fault: { code: "MISSING_HEADER" } });
  expect(await verdictOf(value.replace("v1", "v0"))).toMatchObject({
    fault: { code: "NO_SIGNATURE" },
  });
});

it("GitHub signs with one secret, and its older SHA-1 header is not looked at", async () => {
  await expect(sign("github", { body, secrets: [secret, otherSecret] })).rejects.toThrow(
    RangeError,
  );
  const headers = { "x-hub-signature-256": "sha1=757107ea" };
  expect(await verify("github", { headers, body, secret, now })).toMatchObject({
    fault: { code: "NO_SIGNATURE" },
  });
});

it("compares in constant time what has the same length", () => {
  const bytes = utf8("abc");
  expect(equalInConstantTime(bytes, utf8("abc"))).toBe(true);
  expect(equalInConstantTime(bytes, utf8("abd"))).toBe(false);
  expect(equalInConstantTime(bytes, utf8("Abc"))).toBe(false);
  expect(equalInConstantTime(bytes, utf8("ab"))).toBe(false);
  expect(equalInConstantTime(new Uint8Array(), new Uint8Array())).toBe(true);
});

describe("describeSignature", () => {
  it("names every part", () => {
    const step = describeSignature("standard-webhooks", utf8("v1,AA= v1a,BB"));
    expect(step).toMatchObject({
      next: 13,
      value: {
        name: "webhook-signature",
        children: [
          {
            name: "signature",
            text: "v1",
            children: [{ text: "v1" }, { text: "," }, { text: "AA=" }],
          },
          { name: "delimiter" },
          { name: "signature", text: "v1a: ignored, another version" },
        ],
      },
    });
    expect(describeSignature("stripe", utf8("xt=5,v1=0,,v"), 1)).toMatchObject({
      value: {
        at: 1,
        children: [
          { name: "timestamp", children: [{}, {}, { name: "seconds", text: "5" }] },
          { name: "delimiter" },
          { name: "signature", text: "v1" },
          { name: "delimiter" },
          { name: "delimiter" },
          { name: "member", text: "ignored: it has no value" },
        ],
      },
    });
    expect(describeSignature("github", utf8("sha256=00"))).toMatchObject({
      value: { children: [{ text: "sha256" }] },
    });
  });
  it("tiles any bytes", () => {
    const pieces = fc.array(fc.constantFrom(..."v1 , = t sha256 é".split(" "), " "));
    const input = fc.oneof(
      fc.uint8Array(),
      pieces.map((parts) => utf8(parts.join(""))),
    );
    fc.assert(
      fc.property(fc.constantFrom(...all), input, (scheme, bytes) => {
        const step = describeSignature(scheme, bytes);
        expect(step.kind === "done" && findUntiled(step.value)).toBeNull();
      }),
      { numRuns: 10_000 },
    );
  });
});

it("answers random headers without a throw", async () => {
  const text = fc.string({ unit: fc.constantFrom("v", "1", ",", "=", "t", " ", "a", "\0", "é") });
  const names = [
    "webhook-id",
    "webhook-timestamp",
    "webhook-signature",
    "x-hub-signature-256",
    "stripe-signature",
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...all),
      fc.array(text, { minLength: 5 }),
      async (scheme, values) => {
        const headers = Object.fromEntries(names.map((name, index) => [name, values[index]]));
        expect((await verify(scheme, { headers, body, secret, now })).ok).toBe(false);
      },
    ),
    { numRuns: 10_000 },
  );
}, 60_000);
