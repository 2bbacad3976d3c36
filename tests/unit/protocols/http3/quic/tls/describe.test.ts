import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concat, findUntiled, parseHex, utf8, type Field } from "#wire/index.ts";
import {
  createTlsHandshake,
  describeQuicFrames,
  describeTlsMessage,
  writeQuicFrames,
  writeTransportParameters,
  type TlsHandshake,
} from "#protocols/http3/index.ts";
import { mutations } from "../../../../../support/mutations.ts";
import { describeTiled } from "../../../../../support/three-ways.ts";

const hex = (text: string): Uint8Array => parseHex(text) ?? new Uint8Array(0);
const open = (early: boolean): Promise<TlsHandshake> => {
  let next = 0;
  const preSharedKey = hex("11".repeat(32));
  return createTlsHandshake({
    random: (length) => Uint8Array.from({ length }, () => (next += 7) & 0xff),
    serverName: "parcels.example",
    transportParameters: {
      client: writeTransportParameters({ initial_max_data: 65_536 }),
      server: writeTransportParameters({ original_destination_connection_id: hex("aabb") }),
    },
    ...(early ? { resumption: { ticket: utf8("t"), preSharedKey, early } } : {}),
  });
};
const outline = (field: Field | undefined): string[] =>
  (field?.children ?? []).map(({ name, text }) => `${name}: ${text}`);
const find = (field: Field, name: string): Field | undefined =>
  field.name === name
    ? field
    : field.children?.map((child) => find(child, name)).find((found) => found !== undefined);

describe("the tree of TLS messages (RFC 8446 §4)", () => {
  it("names every field of a ClientHello", async () => {
    const { clientHello } = await open(false);
    const tree = describeTiled(describeTlsMessage, clientHello);
    expect(tree.name).toBe("ClientHello");
    expect(tree.children?.map(({ name }) => name)).toEqual([
      "Handshake Type",
      "Length",
      "Legacy Version",
      "Random",
      "Legacy Session ID Length",
      "Legacy Session ID",
      "Cipher Suites Length",
      "Cipher Suites",
      "Legacy Compression Methods Length",
      "Legacy Compression Methods",
      "Extensions Length",
      "Extensions",
    ]);
    expect(find(tree, "Cipher Suites")?.children?.[0]?.text).toBe("0x1301 TLS_AES_128_GCM_SHA256");
    const extensions = find(tree, "Extensions")?.children ?? [];
    expect(extensions.map(({ name }) => name)).toEqual([
      "server_name",
      "supported_groups",
      "signature_algorithms",
      "application_layer_protocol_negotiation",
      "supported_versions",
      "psk_key_exchange_modes",
      "key_share",
      "quic_transport_parameters",
    ]);
    expect(extensions[0]?.text).toBe("parcels.example");
    expect(outline(find(tree, "Transport Parameters"))).toEqual([
      "Transport Parameter: initial_max_data: 65536",
    ]);
  });

  it("stands inside CRYPTO frames that hold whole messages", async () => {
    for (const early of [false, true]) {
      const { serverHello, serverFlight, clientHello, clientFinished } = await open(early);
      for (const data of [clientHello, serverHello, serverFlight, clientFinished]) {
        const payload = writeQuicFrames([
          { type: 0x01n, name: "PING" },
          { type: 0x06n, name: "CRYPTO", offset: 0n, data },
        ]);
        const tree = describeTiled((bytes, at) => describeQuicFrames(bytes, at), payload);
        expect(find(tree, "Crypto Data")?.children?.length).toBeGreaterThan(0);
        const part = writeQuicFrames([
          { type: 0x06n, name: "CRYPTO", offset: 0n, data: data.subarray(0, -1) },
        ]);
        const cut = describeTiled((bytes, at) => describeQuicFrames(bytes, at), part);
        expect(find(cut, "Crypto Data")).not.toHaveProperty("children");
      }
    }
    const empty = writeQuicFrames([{ type: 0x06n, name: "CRYPTO", offset: 0n, data: hex("") }]);
    describeTiled((bytes, at) => describeQuicFrames(bytes, at), empty);
  });

  it("knows tickets, and leaves unknown messages and extensions whole", () => {
    const ticket = hex("04000016 00001c20 00000001 01 00 0004 74657374 0004 002a 0000");
    expect(outline(describeTiled(describeTlsMessage, ticket)).slice(2, 4)).toEqual([
      "Ticket Lifetime: 7200 seconds",
      "Ticket Age Add: 1",
    ]);
    expect(describeTiled(describeTlsMessage, hex("63000001 ff")).name).toBe("Handshake message");
    const extension = describeTiled(describeTlsMessage, hex("08000007 0005 fafa 0001 00"));
    expect(find(extension, "extension")?.text).toBe("1 byte");
  });

  it.each([
    "01000002 0303",
    "08000003 0005 fa",
    "08000002 0000",
    "0800000a 0008 0039 0004 04020000",
    "0f000005 0807 0000 ff",
  ])("%s is whole or broken, never half read", (text) => {
    const step = describeTlsMessage(hex(text));
    if (step.kind === "done") expect(findUntiled(step.value)).toBeNull();
    else expect(step.kind).toBe("fault");
  });

  it("survives damage and noise", async () => {
    const { clientHello, serverHello } = await open(true);
    for (const damaged of [...mutations(clientHello.subarray(0, 160)), ...mutations(serverHello)]) {
      const step = describeTlsMessage(damaged);
      if (step.kind === "done") expect(findUntiled(step.value)).toBeNull();
    }
    fc.assert(
      fc.property(
        fc.constantFrom(1, 2, 4, 8, 11, 15, 20),
        fc.uint8Array({ maxLength: 60 }),
        (type, body) => {
          const message = concat([Uint8Array.of(type, 0, 0, body.length), body]);
          const step = describeTlsMessage(message);
          expect(step.kind).not.toBe("more");
          if (step.kind === "done") expect(findUntiled(step.value)).toBeNull();
          expect(describeTlsMessage(message.subarray(0, -1)).kind).toBe("more");
        },
      ),
      { numRuns: 10_000 },
    );
  });
});
