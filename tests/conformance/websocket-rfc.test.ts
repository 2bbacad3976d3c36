// The worked examples of RFC 6455 and RFC 7692: accept keys, frames, compressed messages, extension lists.
import { inflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import {
  acceptKey,
  acceptKeyNow,
  createEndpoint,
  describeFrame,
  parseExtensions,
  readFrame,
  writeFrame,
  type WsEvent,
} from "#protocols/websocket/index.ts";
import { concat, formatHex, parseHex, utf8 } from "#wire/index.ts";
import { recordSuite, type Deviation } from "../support/conformance-report.ts";
import { describeTiled, readThreeWays } from "../support/three-ways.ts";
import { hasSuite, readSuite } from "../support/vectors.ts";

interface Suite {
  readonly accept: readonly { readonly key: string; readonly accept: string }[];
  readonly frames: readonly {
    readonly name: string;
    readonly hex: string;
    readonly chunks?: readonly string[];
    readonly messages?: readonly (readonly [kind: string, hex: string])[];
    readonly close?: readonly [code: number, reasonHex: string];
    readonly from: "client" | "server";
  }[];
  readonly permessageDeflate: readonly {
    readonly hex: string;
    readonly message: string;
    readonly prior?: string;
  }[];
  readonly extensionHeader: readonly (readonly [
    text: string,
    groups: Readonly<
      Record<string, readonly Readonly<Record<string, readonly unknown[]>>[]>
    > | null,
  ])[];
}

const SUITE = "websocket-rfc";
const hex = (text: string): Uint8Array => parseHex(text) ?? new Uint8Array(0);
const random = (length: number): Uint8Array => new Uint8Array(length).fill(7);

const line = (event: WsEvent): string => {
  if (event.kind === "message") {
    const data = event.binary ? event.data : utf8(event.data);
    return `${event.binary ? "binary" : "text"} ${formatHex(data)}`;
  }
  if (event.kind === "close") return `close ${event.code} ${formatHex(utf8(event.reason))}`;
  if (event.kind === "failed") return `failed ${event.code}`;
  return `${event.kind} ${formatHex(event.data)}`;
};

/** Cuts a run of frames into single ones. */
function split(bytes: Uint8Array): Uint8Array[] {
  const frames: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const step = readFrame(bytes, at);
    if (step.kind !== "done") throw new Error(`not done: ${JSON.stringify(step)}`);
    frames.push(bytes.subarray(at, step.next));
    at = step.next;
  }
  return frames;
}

/** Z_SYNC_FLUSH keeps what came before the missing end of the stream (RFC 7692 §7.2.2). */
const inflate = (prior: Uint8Array) => (data: Uint8Array) => {
  const tail = Uint8Array.of(0, 0, 0xff, 0xff);
  const options = { finishFlush: 2 };
  const before = prior.length ? inflateRawSync(concat([prior, tail]), options).length : 0;
  const all = inflateRawSync(concat([prior, prior.length ? tail : prior, data, tail]), options);
  return new Uint8Array(all.subarray(before));
};

/** The shape of the suite: parameter values grouped by extension and by parameter name. */
function grouped(text: string): unknown {
  const extensions = parseExtensions(text);
  if (!Array.isArray(extensions)) return null;
  const groups: Record<string, Record<string, (string | true)[]>[]> = {};
  for (const { name, params } of extensions) {
    const group: Record<string, (string | true)[]> = {};
    for (const [param, value] of params) (group[param] ??= []).push(value ?? true);
    (groups[name] ??= []).push(group);
  }
  return groups;
}

describe.skipIf(!hasSuite(SUITE))("RFC 6455 and RFC 7692 examples", () => {
  const suite = hasSuite(SUITE)
    ? readSuite<Suite>(SUITE, "cases.json")
    : { accept: [], frames: [], permessageDeflate: [], extensionHeader: [] };
  let agree = 0;

  it("computes the accept keys", async () => {
    for (const { key, accept } of suite.accept) {
      expect(await acceptKey(key)).toBe(accept);
      expect(acceptKeyNow(key)).toBe(accept);
      agree += 1;
    }
  });

  it("reads the frames, single and as an endpoint, and writes them again", () => {
    for (const { hex: text, chunks, messages = [], close, from } of suite.frames) {
      const bytes = hex(text);
      for (const frame of split(bytes)) {
        describeTiled(describeFrame, frame);
        expect(writeFrame(readThreeWays(readFrame, frame))).toEqual(frame);
      }
      const expected = [
        ...messages.map(([kind, payload]) => `${kind} ${payload}`),
        ...(close ? [`close ${close[0]} ${close[1]}`] : []),
      ];
      const role = from === "client" ? "server" : "client";
      const bytewise = Array.from(bytes, (byte) => Uint8Array.of(byte));
      for (const pieces of [[bytes], (chunks ?? [text]).map(hex), bytewise]) {
        const endpoint = createEndpoint({ role, random });
        expect(pieces.flatMap((piece) => endpoint.receive(piece)).map(line)).toEqual(expected);
      }
      agree += 1;
    }
  });

  it("hands compressed messages to the inflate that it was given", () => {
    for (const { hex: text, message, prior = "" } of suite.permessageDeflate) {
      const extensions = { permessageDeflate: { inflate: inflate(hex(prior)) } };
      const endpoint = createEndpoint({ role: "client", random, extensions });
      expect(endpoint.receive(hex(text))).toEqual([
        { kind: "message", binary: false, data: message },
      ]);
      const plain = createEndpoint({ role: "client", random });
      expect(plain.receive(hex(text))).toMatchObject([{ kind: "failed", code: 1002 }]);
      agree += 1;
    }
  });

  it("parses the extension lists; deviations are listed", () => {
    const deviations: Deviation[] = [
      {
        name: "extensionHeader: foo,,",
        why: "Accepted as foo: a recipient parses and ignores empty list elements; ws refuses them.",
        rule: "RFC 9110 §5.6.1.2",
      },
    ];
    for (const [text, groups] of suite.extensionHeader) {
      if (deviations.some(({ name }) => name.endsWith(text))) {
        expect(grouped(text)).toEqual({ foo: [{}] });
        continue;
      }
      expect(grouped(text), text).toEqual(groups);
      agree += 1;
    }
    const cases =
      suite.accept.length +
      suite.frames.length +
      suite.permessageDeflate.length +
      suite.extensionHeader.length;
    recordSuite({ suite: SUITE, engine: "websocket", cases, agree, deviations, ran: true });
  });
});
