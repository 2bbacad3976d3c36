// The labs of lesson 21 against protoc: it takes every prepared and inferred schema, reads the race's bytes and
// writes the same ones from what it read.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { PAYLOAD_IDS, SCHEMA } from "../../src/labs/size-race/payloads.ts";
import { preview, write } from "../../src/labs/size-race/race.ts";
import { payloadOf, START } from "../../src/labs/size-race/setup.ts";
import { PRESETS } from "../../src/labs/schema-time-machine/presets.ts";
import { DELETING } from "../../src/labs/schema-time-machine/setup.ts";
import { travel } from "../../src/labs/schema-time-machine/travel.ts";

const protoc = spawnSync("protoc", ["--version"], { encoding: "utf8" });

/** JSON that is awkward for a schema. */
const OWN = [
  { a: 1, b: -5, c: 2 ** 40, d: 1.5, e: "é", f: true, g: { h: [1, 2] } },
  [
    { id: 1, tags: ["x"] },
    { id: 2, gone: null },
    { id: 3, note: "n" },
  ],
  [[1, [2]], [], [null]],
  { "a b": 1, "a-b": 2, fooBar: 3, foo_bar: 4, "1": 5, message: 6, reserved: 7, string: 8 },
  Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key ${index}`, index])),
  { big: 2 ** 63, negative: -(2 ** 40), mixed: [1, "x", { y: [] }] },
  "text",
  { "[a]": 1, "": 2, "x\ny": 3, 'q"q': 4, é: 5, constructor: 6 },
];

describe.skipIf(protoc.status !== 0)("protoc", () => {
  const folder = mkdtempSync(join(tmpdir(), "schema-labs-"));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const file = (text: string): string => {
    writeFileSync(join(folder, "a.proto"), text);
    return "a.proto";
  };
  const run = (schema: string, option: string, input: Uint8Array): Uint8Array => {
    const options = [`-I${folder}`, `--${option}`, file(schema)];
    const { status, stdout, stderr } = spawnSync("protoc", options, { input });
    expect(status, `${String(stderr)}\n${schema}`).toBe(0);
    return stdout;
  };
  /** Has protoc decode and encode the bytes; fields come in the order of their numbers from both. */
  const rewrite = (schema: string, type: string, bytes: Uint8Array): Uint8Array =>
    run(schema, `encode=${type}`, run(schema, `decode=${type}`, bytes));

  it.each(PAYLOAD_IDS)("reads and writes the prepared %s", (source) => {
    const written = write({ ...START, source, share: "100" });
    if (written.kind === "refused") throw new Error(written.why);
    const { message } = payloadOf(source, "100");
    expect(Buffer.from(rewrite(SCHEMA, message, written.protobuf))).toEqual(
      Buffer.from(written.protobuf),
    );
  });

  it.each(OWN)("takes the schema inferred from %j", (value) => {
    const text = JSON.stringify(value);
    const seen = preview(text);
    const written = write({ ...START, source: "own", text });
    if (seen.kind === "refused" || written.kind === "refused") throw new Error("refused");
    const again = rewrite(seen.schema, "Root", written.protobuf);
    // protoc sorts the entries of a map, so they are compared by their length.
    if (seen.schema.includes("map<")) expect(again).toHaveLength(written.protobuf.length);
    else expect(Buffer.from(again)).toEqual(Buffer.from(written.protobuf));
  });

  it.each([...PRESETS, { ...DELETING, id: "deleting" }])(
    "reads what travels through $id",
    ({ v1, v2, sent1, sent2 }) => {
      for (const [writer, schema] of [
        ["v1", v1],
        ["v2", v2],
      ] as const) {
        const seen = travel({ ...DELETING, v1, v2, sent1, sent2, writer, proxy: "none" });
        if (seen.kind === "refused") throw new Error(seen.why);
        const bytes = seen.hops[0]?.bytes ?? new Uint8Array();
        expect(Buffer.from(rewrite(schema, "Parcel", bytes))).toEqual(Buffer.from(bytes));
      }
    },
  );
});
