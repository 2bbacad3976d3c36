import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concat, formatHex, parseHex } from "#wire/index.ts";
import {
  TRANSPORT_PARAMETERS,
  describeTransportParameters,
  readTransportParameters,
  writeTransportParameters,
} from "#protocols/http3/index.ts";
import { describeTiled } from "../../../../support/three-ways.ts";

const hex = (text: string): Uint8Array => parseHex(text) ?? new Uint8Array(0);

describe("transport parameters (RFC 9000 §18)", () => {
  it("read back as they were written", () => {
    const bytes = writeTransportParameters({
      max_idle_timeout: 30_000,
      initial_max_data: 1n << 20n,
      disable_active_migration: true,
      initial_source_connection_id: hex("aabb"),
      max_datagram_frame_size: 65_535,
    });
    expect(formatHex(bytes)).toBe(
      "010480007530" + "040480100000" + "0c00" + "0f02aabb" + "20048000ffff",
    );
    expect(readTransportParameters(bytes)).toMatchObject({
      kind: "done",
      value: [
        { name: "max_idle_timeout", value: 30_000n },
        { name: "initial_max_data", value: 1_048_576n },
        { name: "disable_active_migration" },
        { name: "initial_source_connection_id", bytes: hex("aabb") },
        { name: "max_datagram_frame_size", value: 65_535n },
      ],
      next: bytes.length,
    });
    const tree = describeTiled((data, at) => describeTransportParameters(data, at), bytes);
    expect(tree.children?.map(({ text }) => text)[0]).toBe("max_idle_timeout: 30000");
    expect(readTransportParameters(concat([hex("ff"), bytes]), 1).kind).toBe("done");
  });

  it("those of a server may hold an address and tokens", () => {
    const preferred_address = concat([new Uint8Array(24), hex("01aa"), new Uint8Array(16)]);
    const stateless_reset_token = new Uint8Array(16);
    const bytes = writeTransportParameters({ preferred_address, stateless_reset_token });
    expect(readTransportParameters(bytes, 0, "server")).toMatchObject({ kind: "done" });
    expect(readTransportParameters(bytes, 0, "client")).toMatchObject({
      fault: { code: "TRANSPORT_PARAMETER_ERROR", rule: "RFC 9000 §18.2" },
    });
  });

  it("unknown and reserved ones are kept aside", () => {
    expect(readTransportParameters(hex("1b 01 ff 4064 00"))).toMatchObject({
      value: [
        { id: 0x1bn, name: null, bytes: hex("ff") },
        { id: 0x64n, name: null },
      ],
    });
  });

  it.each([
    ["0301 3f", "RFC 9000 §18.2"],
    ["0a01 15", "RFC 9000 §18.2"],
    ["0b04 80004000", "RFC 9000 §18.2"],
    ["0e01 01", "RFC 9000 §18.2"],
    ["0808 d000000000000001", "RFC 9000 §18.2"],
    ["0102 3f00", "RFC 9000 §18.2"],
    ["0100", "RFC 9000 §18.2"],
    ["0c01 00", "RFC 9000 §18.2"],
    [`0f15 ${"00".repeat(21)}`, "RFC 9000 §18.2"],
    ["0200", "RFC 9000 §18.2"],
    ["0d00", "RFC 9000 §18.2"],
    ["0101 05 0101 05", "RFC 9000 §7.4"],
    ["01", "RFC 9000 §18"],
    ["0102 40", "RFC 9000 §18"],
  ])("%s is refused", (text, rule) => {
    const expected = { fault: { code: "TRANSPORT_PARAMETER_ERROR", rule } };
    expect(readTransportParameters(hex(text), 0, "server")).toMatchObject(expected);
    expect(describeTransportParameters(hex(text), 0, "server")).toMatchObject(expected);
  });

  it("values out of their limits are not written", () => {
    expect(() => writeTransportParameters({ max_udp_payload_size: 1199 })).toThrow(RangeError);
    expect(() => writeTransportParameters({ stateless_reset_token: hex("00") })).toThrow(
      RangeError,
    );
    expect(Object.keys(TRANSPORT_PARAMETERS)).toHaveLength(18);
  });

  it("10,000 random inputs are read or refused", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const step = readTransportParameters(bytes);
        expect(describeTransportParameters(bytes).kind).toBe(step.kind);
        if (step.kind === "done") {
          describeTiled((data, at) => describeTransportParameters(data, at), bytes);
        }
      }),
      { numRuns: 10_000 },
    );
  });
});
