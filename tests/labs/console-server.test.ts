// The REST console and `npm run server`: the same requests, the same answers, over HTTP/1.1 and HTTP/2.
import { spawnSync } from "node:child_process";
import { request as http1 } from "node:http";
import { connect } from "node:http2";
import { beforeEach, describe, expect, it } from "vitest";
import { serveParcels, type Listening } from "../../scripts/service.ts";
import { createSeeded } from "../../src/kit/seeded.ts";
import { sendableOf, type RequestDraft } from "../../src/kit/request-draft.ts";
import { asCurl } from "../../src/labs/rest-console/as-command.ts";
import { asFrames } from "../../src/labs/rest-console/as-frames.ts";
import { BOOKS, EXAMPLES } from "../../src/labs/rest-console/console.ts";
import { openConsole } from "../../src/labs/rest-console/open-console.ts";
import { foundCompany } from "../../src/mocks/company.ts";
import { createSpace } from "../../src/mocks/space.ts";
import type { Fields, Sending } from "../../src/trace/index.ts";
import { findUntiled } from "../../src/wire/index.ts";

/** What must be alike: fields that say something about the resource, and the content. */
interface Answered {
  readonly status: number;
  readonly fields: Readonly<Record<string, string>>;
  readonly content: string;
}

const MATTER = ["content-type", "etag", "location", "allow", "accept"];

const [first = 0] = foundCompany(createSeeded(BOOKS)).parcels.keys();
const draft = (method: string, target: string, fields = "", content = ""): RequestDraft => ({
  method,
  target,
  fields,
  content,
});
const JSON_TYPE = "Content-Type: application/json";
const good = '{"to":"oslo","weight":1250}';

/** A working day of the service, errors included; each request meets what the ones before left. */
const DAY: readonly RequestDraft[] = [
  ...EXAMPLES.map((example) => example.draft),
  ...["/parcels", "/depots", "/scans", `/parcels/${first}`, "/nowhere", "/"].flatMap((target) =>
    ["GET", "HEAD", "OPTIONS", "DELETE", "PATCH"].map((method) => draft(method, target)),
  ),
  draft("GET", `/scans?parcel=${first + 1}`),
  draft("GET", "/scans?parcel="),
  draft("GET", "/scans?parcel=x%20y"),
  draft("GET", "/parcels/0"),
  draft("GET", "/parcels/-1"),
  draft("GET", "/parcels/one"),
  draft("GET", `/parcels/${first + 1}/`),
  draft("POST", "/parcels", JSON_TYPE, good),
  draft("POST", "/parcels", JSON_TYPE, '{"to":"Gdańsk","weight":0}'),
  draft("POST", "/parcels", JSON_TYPE, '{"to":7}'),
  draft("POST", "/parcels", JSON_TYPE, "[]"),
  draft("POST", "/parcels", JSON_TYPE, "{"),
  draft("POST", "/parcels", JSON_TYPE),
  draft("POST", "/parcels", "", good),
  draft("POST", "/depots", JSON_TYPE, good),
  draft("POST", "/scans", JSON_TYPE, good),
  draft("PUT", `/parcels/${first + 2}`, JSON_TYPE, good),
  draft("PUT", `/parcels/${first + 2}`, `${JSON_TYPE}\nIf-Match: "v1"`, good),
  draft("PUT", `/parcels/${first + 2}`, `${JSON_TYPE}\nIf-Match: "v2"`, good),
  draft("PUT", `/parcels/${first + 2}`, `${JSON_TYPE}\nIf-Match: *`, good),
  draft("PUT", `/parcels/${first + 2}`, JSON_TYPE, "nonsense"),
  draft("PUT", "/parcels/99999", JSON_TYPE, good),
  draft("GET", `/parcels/${first + 2}`),
  draft("HEAD", `/parcels/${first + 2}`),
  draft("DELETE", `/parcels/${first + 2}`),
  draft("DELETE", `/parcels/${first + 2}`),
  draft("GET", `/parcels/${first + 2}`),
  draft("QUERY", "/parcels", JSON_TYPE, "{}"),
  draft("QUERY", "/scans", JSON_TYPE, "{}"),
  draft("PATCH", `/parcels/${first + 3}`, JSON_TYPE, "{}"),
  draft("GET", "/parcels"),
];

const pick = (fields: Fields, base: string): Answered["fields"] => {
  const picked: Record<string, string> = {};
  for (const [name, value] of fields) {
    const key = name.toLowerCase();
    // The page's copy lives below an address of its own.
    if (MATTER.includes(key)) picked[key] = key === "location" ? value.replace(base, "") : value;
  }
  return picked;
};

const BASE = "/lab/rest-console/test";

function openPage(): (sending: Sending) => Promise<Answered> {
  const space = createSpace({
    base: `https://course.example${BASE}`,
    fetch: null,
    now: () => 0,
  });
  const service = openConsole(() => Promise.resolve(space));
  return async (sending) => {
    const { outcome } = await service.send(sending);
    if (outcome.kind !== "answer") throw new Error(outcome.message);
    return {
      status: outcome.status,
      fields: pick(outcome.fields, BASE),
      content: new TextDecoder().decode(outcome.content),
    };
  };
}

const overHttp1 =
  (address: string) =>
  ({ method, target, fields = [], content }: Sending): Promise<Answered> =>
    new Promise((resolve, reject) => {
      const headers = Object.fromEntries(fields.map(([name, value]) => [name, value]));
      const asked = http1(address + target, { method, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          const raw = response.rawHeaders;
          const lines = raw.flatMap((name, at) =>
            at % 2 === 0 ? [[name, raw[at + 1] ?? ""] as const] : [],
          );
          resolve({
            status: response.statusCode ?? 0,
            fields: pick(lines, ""),
            content: Buffer.concat(chunks).toString(),
          });
        });
      });
      asked.on("error", reject);
      asked.end(content);
    });

const overHttp2 =
  (address: string) =>
  ({ method, target, fields = [], content }: Sending): Promise<Answered> =>
    new Promise((resolve, reject) => {
      const session = connect(address);
      session.on("error", reject);
      const stream = session.request({
        ":method": method,
        ":path": target,
        ...Object.fromEntries(fields.map(([name, value]) => [name.toLowerCase(), value])),
      });
      let head: Record<string, unknown> = {};
      const chunks: Buffer[] = [];
      stream.on("response", (received) => (head = received));
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("error", reject);
      stream.on("end", () => {
        session.close();
        resolve({
          status: Number(head[":status"]),
          fields: pick(
            Object.entries(head).map(([name, value]) => [name, String(value)] as const),
            "",
          ),
          content: Buffer.concat(chunks).toString(),
        });
      });
      stream.end(content);
    });

describe("the console and the server", () => {
  let server: Listening;
  beforeEach(async () => {
    server = await serveParcels(0);
    return () => server.close();
  });

  it.each([
    ["HTTP/1.1", overHttp1],
    ["HTTP/2", overHttp2],
  ])("answer alike over %s", async (_, over) => {
    expect(DAY.length).toBeGreaterThanOrEqual(60);
    const [page, machine] = [openPage(), over(server.address)];
    for (const [at, each] of DAY.entries()) {
      const sending = sendableOf(each);
      const name = `${at}: ${each.method} ${each.target} ${each.content}`;
      expect(await machine(sending), name).toEqual(await page(sending));
    }
  });

  it("refuses what it cannot read in plain words and goes on", async () => {
    const send = overHttp1(server.address);
    const huge = await send({ method: "POST", target: "/parcels", content: "x".repeat(1_000_001) });
    expect(huge).toMatchObject({ status: 413 });
    expect(huge.content).toContain("1000000 bytes");
    expect(await send({ method: "GET", target: "/depots" })).toMatchObject({ status: 200 });
  });

  it.skipIf(spawnSync("curl", ["--version"]).status !== 0)(
    "takes the command line that the console shows",
    async () => {
      const page = openPage();
      for (const each of [
        ...EXAMPLES.map((example) => example.draft),
        draft("POST", "/parcels", JSON_TYPE, `{"to":"l'été","weight":1}`),
      ]) {
        const sending = sendableOf(each);
        const { stdout } = await runShell(asCurl(sending, server.address));
        const answered = await page(sending);
        expect(stdout).toContain(`HTTP/1.1 ${answered.status}`);
        expect(stdout.endsWith(answered.content)).toBe(true);
      }
    },
  );

  it("says so when the port is taken", async () => {
    const port = Number(new URL(server.address).port);
    await expect(serveParcels(port)).rejects.toThrow("EADDRINUSE");
  });
});

describe("the frames that the console shows", () => {
  it("tile, and carry the content", async () => {
    const space = createSpace({ base: `https://course.example${BASE}`, fetch: null, now: () => 0 });
    const service = openConsole(() => Promise.resolve(space));
    for (const each of DAY) {
      const { exchanges } = await service.send(sendableOf(each));
      for (const exchange of exchanges) {
        const none = { request: [], response: [] };
        const { request, response } = asFrames(exchange, none, "parcels.example");
        for (const { bytes, frames } of [request, response]) {
          expect(frames.reduce((sum, { length }) => sum + length, 0)).toBe(bytes.length);
          for (const frame of frames) expect(findUntiled(frame)).toBeNull();
        }
      }
    }
  });
});

/** Runs a command line in a shell without blocking the server beside it. */
async function runShell(command: string): Promise<{ readonly stdout: string }> {
  const { execFile } = await import("node:child_process");
  return new Promise((resolve, reject) => {
    execFile("sh", ["-c", `${command} -s`], (error, stdout) => {
      if (error) reject(new Error(error.message));
      else resolve({ stdout });
    });
  });
}
