// HTTP/1 against real peers over loopback: Node's http, undici and curl, in both directions.
import { execFile, execFileSync } from "node:child_process";
import { createServer, request as nodeRequest, type IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { promisify } from "node:util";
import { Client } from "undici";
import { describe, expect, it } from "vitest";
import {
  checkRequest,
  readRequest,
  readResponse,
  writeRequest,
  writeResponse,
  type Http1Request,
  type Http1Response,
  type WritableRequest,
  type WritableResponse,
} from "../../src/protocols/http1/index.ts";
import { concat, latin1, latin1Text, utf8, utf8Text } from "../../src/wire/index.ts";
import type { HeaderField } from "../../src/protocols/semantics/index.ts";
import { recordSuite } from "../support/conformance-report.ts";
import { dial, listen, openInbox, withServer } from "../support/loopback.ts";

const big = new Uint8Array(100_000).map((_, index) => index % 251);

/** Serves each request with the next of our written responses; `close` ends the connection. */
function serveOurBytes(
  seen: Http1Request[],
  answer: (request: Http1Request) => { bytes: Uint8Array; close: boolean },
): (socket: Socket) => void {
  return (socket) => {
    const inbox = openInbox(socket);
    void (async () => {
      let at = 0;
      while (await inbox.more()) {
        const step = readRequest(inbox.bytes(), at);
        if (step.kind === "fault") throw new Error(JSON.stringify(step.fault));
        if (step.kind === "more") continue;
        at = step.next;
        seen.push(step.value);
        const { bytes, close } = answer(step.value);
        // In pieces, so that the peer meets every border.
        for (let from = 0; from < bytes.length; from += 1 + (bytes.length >> 4)) {
          socket.write(bytes.subarray(from, from + 1 + (bytes.length >> 4)));
        }
        if (close) socket.end();
      }
    })();
  };
}

const finalOf = (
  response: WritableResponse,
  method: string,
): { bytes: Uint8Array; close: boolean } => {
  const written =
    method === "HEAD" && response.framing !== "none"
      ? writeResponse({ ...response, content: new Uint8Array(), trailers: [], framing: "none" })
      : writeResponse(response);
  return { bytes: written, close: response.framing === "close" };
};

/** Responses that a peer must read as we meant them. */
const responses: readonly (WritableResponse & { readonly method?: string })[] = [
  { status: 200, reason: "OK", fields: [["X-A", "b"]], content: utf8("Hello, wörld") },
  { status: 200, content: big, framing: "chunked", trailers: [["x-sum", "42"]] },
  { status: 404, reason: "", content: utf8("none") },
  { status: 204, fields: [["X-Empty", ""]] },
  { status: 304, fields: [["ETag", '"a"']] },
  { status: 200, content: utf8("until the end"), framing: "close" },
  { status: 200, fields: [["Content-Length", "9"]], framing: "none", method: "HEAD" },
  { status: 451, reason: "Unavailable For Legal Reasons", content: new Uint8Array() },
  { status: 200, fields: [["X-Latin", "\xe9"]], content: utf8("x") },
];

/** Requests that a peer must read as we meant them. */
const requests: readonly WritableRequest[] = [
  { method: "GET", target: "/a?b=c%20d" },
  { method: "POST", target: "/", content: utf8("naïve") },
  { method: "PUT", target: "/x", content: big, framing: "chunked", trailers: [["x-sum", "42"]] },
  { method: "HEAD", target: "/head" },
  { method: "OPTIONS", target: "*" },
  { method: "GET", target: "http://example.org/absolute" },
  { method: "DELETE", target: "/y", fields: [["X-Empty", ""]] },
  { method: "PATCH", target: "/z", fields: [["X-Latin", "\xe9"]], content: utf8("{}") },
];

const fieldsOf = (raw: readonly string[]): HeaderField[] =>
  Array.from({ length: raw.length / 2 }, (_, index) => [
    raw[2 * index] ?? "",
    raw[2 * index + 1] ?? "",
  ]);

async function contentOf(message: IncomingMessage): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of message) parts.push(part as Uint8Array);
  return concat(parts);
}

describe("Node http", () => {
  it("its server reads our requests, pipelined on one connection, and we its responses", async () => {
    const seen: unknown[] = [];
    const server = createServer((message, response) => {
      void contentOf(message).then((content) => {
        seen.push({
          method: message.method,
          target: message.url,
          fields: fieldsOf(message.rawHeaders),
          content,
          trailers: fieldsOf(message.rawTrailers),
        });
        response.setHeader("X-Seen", String(seen.length));
        const ends = seen.length % 2 === 0 && message.method !== "HEAD";
        if (ends) response.setHeader("Trailer", "X-End");
        response.write(`answer ${seen.length}`);
        if (ends) response.addTrailers({ "X-End": "yes" });
        response.end();
      });
    });
    const socket = await dial(await listen(server));
    const inbox = openInbox(socket);
    const sent = requests.map((request) => ({
      ...request,
      fields: [["Host", "example.org"] as const, ...(request.fields ?? [])],
    }));
    const written = sent.map((request) => writeRequest(request, { chunkSize: 30_000 }));
    socket.write(concat(written));
    const got: Http1Response[] = [];
    let at = 0;
    while (got.length < sent.length && (await inbox.more())) {
      for (;;) {
        const method = sent[got.length]?.method ?? "GET";
        const step = readResponse(inbox.bytes(), { method }, at);
        if (step.kind === "fault") throw new Error(JSON.stringify(step.fault));
        if (step.kind === "more") break;
        at = step.next;
        got.push(step.value);
        if (got.length === sent.length) break;
      }
    }
    socket.destroy();
    server.close();
    const meant = written.map((bytes) => {
      const step = readRequest(bytes);
      if (step.kind !== "done") throw new Error("our own bytes");
      const { method, target, fields, content, trailers } = step.value;
      return { method, target, fields, content, trailers };
    });
    expect(seen).toEqual(meant);
    expect(got.map(({ status }) => status)).toEqual(sent.map(() => 200));
    got.forEach((response, index) => {
      const head = sent[index]?.method === "HEAD";
      expect(utf8Text(response.content)).toBe(head ? "" : `answer ${index + 1}`);
      expect(response.framing).toBe(head ? "none" : "chunked");
      const trailers = !head && index % 2 === 1 ? [["X-End", "yes"]] : [];
      expect(response.trailers).toEqual(trailers);
    });
    recordSuite({
      suite: "peer: node http server",
      engine: "http1",
      peer: "Node 24 http, our requests pipelined and its chunked responses",
      cases: sent.length,
      agree: sent.length,
      deviations: [],
      ran: true,
    });
  });

  it("its client's requests read well, and it reads our responses", async () => {
    const seen: Http1Request[] = [];
    const onSocket = serveOurBytes(seen, (request) => {
      const response = responses[Number(request.target.slice(1))] as WritableResponse;
      const final = finalOf(response, request.method);
      const hints = writeResponse({ status: 103, fields: [["Link", "</a.css>"]] });
      return { ...final, bytes: concat([hints, final.bytes]) };
    });
    await withServer(onSocket, async (port) => {
      for (const [index, meant] of responses.entries()) {
        let interim = 0;
        const message = await new Promise<IncomingMessage>((resolve, reject) => {
          const method = meant.method ?? (index % 2 ? "POST" : "GET");
          const sending = nodeRequest({ port, method, path: `/${index}`, agent: false });
          sending.on("information", ({ statusCode }) => (interim = statusCode));
          sending.on("response", resolve).on("error", reject);
          if (method === "POST") sending.write("part");
          sending.end();
        });
        expect(await contentOf(message)).toEqual(meant.content ?? new Uint8Array());
        expect([interim, message.statusCode, message.statusMessage]).toEqual([
          103,
          meant.status,
          meant.reason ?? "",
        ]);
        expect(fieldsOf(message.rawTrailers)).toEqual(meant.trailers ?? []);
        for (const field of meant.fields ?? []) {
          expect(fieldsOf(message.rawHeaders)).toContainEqual(field);
        }
      }
    });
    expect(seen.flatMap(checkRequest)).toEqual([]);
    expect(seen.filter(({ method }) => method === "POST").map(({ framing }) => framing)).toEqual(
      Array(4).fill("chunked"),
    );
    recordSuite({
      suite: "peer: node http client",
      engine: "http1",
      peer: "Node 24 http, its requests and our responses behind a 103",
      cases: responses.length,
      agree: responses.length,
      deviations: [],
      ran: true,
    });
  });
});

it("undici's requests read well, and it reads our responses", async () => {
  const seen: Http1Request[] = [];
  const onSocket = serveOurBytes(seen, (request) => {
    const response = responses[Number(request.target.slice(1))] as WritableResponse;
    return finalOf(response, request.method);
  });
  await withServer(onSocket, async (port) => {
    const client = new Client(`http://127.0.0.1:${port}`);
    for (const [index, meant] of responses.entries()) {
      const method = meant.method ?? (index % 2 ? "PUT" : "GET");
      const reply = await client.request({
        method,
        path: `/${index}`,
        body: method === "PUT" ? "four" : null,
        headers: { "x-index": String(index) },
      });
      const content = new Uint8Array(await reply.body.arrayBuffer());
      expect(content).toEqual(meant.content ?? new Uint8Array());
      expect(reply.statusCode).toBe(meant.status);
      expect(Object.entries(reply.trailers)).toEqual(meant.trailers ?? []);
    }
    await client.close();
  });
  expect(seen).toHaveLength(responses.length);
  expect(seen.flatMap(checkRequest)).toEqual([]);
  seen.forEach(({ fields, content, method }, index) => {
    expect(fields).toContainEqual(["x-index", String(index)]);
    expect(utf8Text(content)).toBe(method === "PUT" ? "four" : "");
  });
  recordSuite({
    suite: "peer: undici",
    engine: "http1",
    peer: "undici 8.12.4, its requests and our responses",
    cases: responses.length,
    agree: responses.length,
    deviations: [],
    ran: true,
  });
});

function curlVersion(): string | null {
  try {
    return execFileSync("curl", ["--version"], { encoding: "utf8" }).split(" ")[1] ?? null;
  } catch {
    return null;
  }
}
const curl = curlVersion();

it.skipIf(curl === null)("curl's requests read well, and it reads our responses", async () => {
  const run = promisify(execFile);
  const seen: Http1Request[] = [];
  const onSocket = serveOurBytes(seen, (request) => {
    const response = responses[Number(request.target.slice(1))] as WritableResponse;
    return finalOf(response, request.method);
  });
  await withServer(onSocket, async (port) => {
    for (const [index, meant] of responses.entries()) {
      const chunked = index === 1;
      const method = meant.method === "HEAD" ? ["--head"] : [];
      const sending = chunked ? ["--data-binary", "four", "-H", "Transfer-Encoding: chunked"] : [];
      const { stdout } = await run(
        "curl",
        [
          "-s",
          "-i",
          "--http1.1",
          "--noproxy",
          "*",
          ...method,
          ...sending,
          `http://127.0.0.1:${port}/${index}`,
        ],
        { encoding: "latin1", maxBuffer: 1_000_000 },
      );
      const end = stdout.indexOf("\r\n\r\n") + 4;
      const digits = String(meant.status).padStart(3, "0");
      expect(stdout.slice(0, end)).toMatch(
        new RegExp(`^HTTP/1.1 ${digits} ${meant.reason ?? ""}\r\n`),
      );
      // curl prints trailers behind the content.
      const trailers = (meant.trailers ?? []).map(([name, value]) => `${name}: ${value}\r\n`);
      expect(stdout.slice(end)).toBe(
        latin1Text(meant.content ?? new Uint8Array()) + trailers.join(""),
      );
    }
  });
  expect(seen.flatMap(checkRequest)).toEqual([]);
  expect(seen[1]).toMatchObject({ framing: "chunked", content: latin1("four") });
  recordSuite({
    suite: "peer: curl",
    engine: "http1",
    peer: "curl where installed, its requests and our responses",
    cases: responses.length,
    agree: responses.length,
    deviations: [],
    ran: true,
  });
});
