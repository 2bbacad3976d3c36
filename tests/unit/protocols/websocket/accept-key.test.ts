import { describe, expect, it } from "vitest";
import {
  acceptKey,
  acceptKeyNow,
  handshakeKey,
  isHandshakeKey,
} from "#protocols/websocket/index.ts";
import { latin1 } from "#wire/index.ts";

// The example of RFC 6455 §1.3.
const key = "dGhlIHNhbXBsZSBub25jZQ==";
const accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

describe("keys", () => {
  it("computes the example of RFC 6455 §1.3, with and without a promise", async () => {
    expect(await acceptKey(key)).toBe(accept);
    expect(acceptKeyNow(key)).toBe(accept);
    // The hash is over the string: two spellings of the same 16 bytes differ.
    expect(await acceptKey("AQIDBAUGBwgJCgsMDQ4PEA==")).toBe("C/0nmHhBztSRGR1CwL6Tf4ZjwpY=");
    expect(await acceptKey("AQIDBAUGBwgJCgsMDQ4PEC==")).not.toBe("C/0nmHhBztSRGR1CwL6Tf4ZjwpY=");
  });

  it("agrees with WebCrypto for texts of every length around the block border", async () => {
    for (const length of [0, 1, 18, 19, 20, 27, 28, 82, 83, 500]) {
      const text = "é".repeat(length);
      expect(acceptKeyNow(text)).toBe(await acceptKey(text));
    }
  });

  it("makes and knows keys", () => {
    expect(handshakeKey(latin1("the sample nonce"))).toBe(key);
    expect(() => handshakeKey(new Uint8Array(15))).toThrow(RangeError);
    expect([key, "AQIDBAUGBwgJCgsMDQ4PEC=="].every(isHandshakeKey)).toBe(true);
    expect(
      ["", "abc", key.slice(1), `${key}=`, "AQIDBAUGBwgJCgsMDQ4PEA=A"].some(isHandshakeKey),
    ).toBe(false);
  });
});
