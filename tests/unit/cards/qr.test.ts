// QR codes are those of another encoder, module for module; what does not fit is refused.
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { qrCapacity, qrVersion } from "../../../src/cards/qr/codewords.ts";
import { qrCode } from "../../../src/cards/qr/index.ts";

const text = (octets: number): string =>
  "https://course.example/cards/data/#snapshot="
    .padEnd(octets, "On-the_Wire0123456789")
    .slice(0, octets);
const digest = (modules: readonly (readonly boolean[])[]): string =>
  createHash("sha256")
    .update(modules.map((row) => row.map((dark) => (dark ? "#" : " ")).join("")).join("\n"))
    .digest("hex")
    .slice(0, 16);

/** Octets, version, and the digest of the symbol that uqr 0.1.3 draws at level L with its best mask. */
const PEER = [
  [17, 1, "0ff75a4c9f1ca46f"],
  [60, 4, "1fb24069ebe6a16e"],
  [134, 6, "2a02396cf5afc67f"],
  [230, 9, "c52217c73179132f"],
  [520, 15, "e550e40b8e363932"],
  [858, 20, "a817ebdd38243bcd"],
  [1530, 29, "ff56fa3ae45faa00"],
  [2306, 36, "44f0dac06197d688"],
  [2953, 40, "46a3fc0e2d1bee55"],
] as const;

describe("a QR code", () => {
  it.each(PEER)("of %i octets is version %i as the peer draws it", (octets, version, peer) => {
    const modules = qrCode(text(octets));
    expect(qrVersion(octets)).toBe(version);
    expect(modules).toHaveLength(4 * version + 17);
    expect(digest(modules)).toBe(peer);
  });

  it("holds what the standard says each version holds, and refuses one octet more", () => {
    // ISO/IEC 18004:2015 table 7, byte mode, level L.
    expect([1, 9, 10, 29, 40].map(qrCapacity)).toEqual([17, 230, 271, 1628, 2953]);
    expect(qrVersion(2954)).toBeUndefined();
    expect(() => qrCode(text(2954))).toThrow(RangeError);
  });
});
