// Webhook signatures: the public vectors, RFC 4231, and the package standardwebhooks both ways.
import { Webhook } from "standardwebhooks";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sign, verify, type WebhookScheme } from "../../src/protocols/webhooks/index.ts";
import { latin1Text, parseHex, utf8 } from "../../src/wire/index.ts";
import { openTally, recordSuite } from "../support/conformance-report.ts";
import { hasSuite, readSuite } from "../support/vectors.ts";

interface Cases {
  readonly standardWebhooks: readonly {
    readonly name: string;
    readonly secret: string;
    readonly headers: Record<string, string>;
    readonly payload: string;
    readonly now: number;
    readonly valid: boolean;
  }[];
  readonly github: readonly {
    readonly secret: string;
    readonly payload: string;
    readonly header: string;
    readonly valid: boolean;
  }[];
  readonly stripeLike: readonly {
    readonly name: string;
    readonly secret: string;
    readonly payload: string;
    readonly header: string;
    readonly valid: boolean;
    readonly now: number;
  }[];
  readonly rfc4231: readonly {
    readonly key: string;
    readonly data: string;
    readonly mac: string;
    readonly case: number;
  }[];
}

describe.skipIf(!hasSuite("webhooks"))("webhooks", () => {
  it("agrees on every vector", async () => {
    const tally = openTally("webhooks", "webhooks", []);
    const { standardWebhooks, github, stripeLike, rfc4231 } = readSuite<Cases>(
      "webhooks",
      "cases.json",
    );
    const ok = async (
      scheme: WebhookScheme,
      secret: string,
      payload: string,
      now: number,
      headers: Record<string, string>,
    ): Promise<boolean> =>
      (await verify(scheme, { headers, body: utf8(payload), secret, now, toleranceSeconds: 300 }))
        .ok;
    for (const { name, secret, headers, payload, now, valid } of standardWebhooks) {
      tally.put(name, (await ok("standard-webhooks", secret, payload, now, headers)) === valid);
    }
    for (const [index, { secret, payload, header, valid }] of github.entries()) {
      const headers = { "x-hub-signature-256": header };
      tally.put(`github ${index}`, (await ok("github", secret, payload, 0, headers)) === valid);
    }
    for (const { name, secret, payload, header, valid, now } of stripeLike) {
      const headers = { "stripe-signature": header };
      tally.put(`stripe ${name}`, (await ok("stripe", secret, payload, now, headers)) === valid);
    }
    // GitHub's scheme is HMAC-SHA-256 of the body alone, so it can answer the RFC's own cases.
    let beyondAscii = 0;
    for (const { key: hex, data, mac, case: number } of rfc4231) {
      const secret = latin1Text(parseHex(hex) ?? new Uint8Array());
      if (/[\x80-\xff]/.test(secret)) {
        beyondAscii += 1;
        continue;
      }
      const value = await sign("github", { body: parseHex(data) ?? new Uint8Array(), secret });
      tally.put(`RFC 4231 case ${number}`, value === `sha256=${mac}`);
    }
    const wrong = tally.finish({
      leftOut: [
        {
          what: "RFC 4231 cases with a key beyond ASCII",
          why: "the scheme that signs the body alone takes its secret as text",
          count: beyondAscii,
        },
      ],
    });
    expect(wrong).toEqual([]);
  });
});

const key = fc.uint8Array({ minLength: 24, maxLength: 64 });
const body = fc.string({ unit: "grapheme", maxLength: 200 });
const id = fc.string({ unit: fc.constantFrom(..."abcXYZ019_"), minLength: 1 });

it("standardwebhooks verifies what we sign, and we what it signs", async () => {
  const runs = 500;
  const now = Math.floor(Date.now() / 1000); // the peer reads the clock itself
  await fc.assert(
    fc.asyncProperty(key, id, body, async (bytes, messageId, text) => {
      const secret = `whsec_${btoa(String.fromCharCode(...bytes))}`;
      const peer = new Webhook(secret);
      const content = utf8(text);
      const ours = await sign("standard-webhooks", {
        id: messageId,
        timestamp: now,
        body: content,
        secret,
      });
      const theirs = peer.sign(messageId, new Date(now * 1000), text);
      expect(ours).toBe(theirs);
      const headers = {
        "webhook-id": messageId,
        "webhook-timestamp": String(now),
        "webhook-signature": ours,
      };
      expect(() => peer.verify(text, headers, { jsonParse: false })).not.toThrow();
      const verdict = await verify("standard-webhooks", { headers, body: content, secret, now });
      expect(verdict).toEqual({ ok: true });
      const changed = { ...headers, "webhook-id": `${messageId}x` };
      expect(() => peer.verify(text, changed, { jsonParse: false })).toThrow();
      expect(
        (await verify("standard-webhooks", { headers: changed, body: content, secret, now })).ok,
      ).toBe(false);
    }),
    { numRuns: runs },
  );
  recordSuite({
    suite: "peer: standardwebhooks",
    engine: "webhooks",
    peer: "standardwebhooks 1.1.1, both directions, generated keys and bodies",
    cases: runs,
    agree: runs,
    deviations: [],
    ran: true,
  });
}, 30_000);
