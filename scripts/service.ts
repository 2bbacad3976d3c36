// `npm run server`: the parcel service of the REST console on this machine, HTTP/1.1 and HTTP/2 without TLS on one port.
import { createServer as createHttp1, type IncomingMessage, type ServerResponse } from "node:http";
import {
  createServer as createHttp2,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from "node:http2";
import { connect, createServer, type AddressInfo, type Server } from "node:net";
import { fileURLToPath } from "node:url";
import { createSeeded } from "../src/kit/seeded.ts";
import { BOOKS } from "../src/labs/rest-console/console.ts";
import { parcelService } from "../src/mocks/parcels.ts";
import { createSpace, type Space } from "../src/mocks/space.ts";

type Incoming = IncomingMessage | Http2ServerRequest;
type Outgoing = ServerResponse | Http2ServerResponse;

/** Longest content that is read, in octets: more is answered with 413. */
const LONGEST = 1_000_000;

/** Fields that belong to a connection or that the server writes itself: RFC 9110 §7.6.1. */
const isOwn = (name: string): boolean =>
  name.startsWith(":") || ["connection", "keep-alive", "transfer-encoding"].includes(name);

async function readContent(incoming: Incoming): Promise<Uint8Array<ArrayBuffer> | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length <= LONGEST) chunks.push(chunk);
  }
  return length > LONGEST ? null : new Uint8Array(Buffer.concat(chunks));
}

/** The request as the handlers know it; null where Fetch has no such request. */
function requestOf(
  { method = "GET", url = "/", headers }: Incoming,
  base: string,
  content: Uint8Array<ArrayBuffer>,
): Request | null {
  const fields = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    if (!isOwn(name) && value !== undefined) fields.set(name, String(value));
  }
  const bodiless = method === "GET" || method === "HEAD" || content.length === 0;
  try {
    return new Request(base + url, {
      method,
      headers: fields,
      ...(bodiless ? {} : { body: content }),
    });
  } catch {
    return null;
  }
}

async function answer(space: Space, incoming: Incoming, outgoing: Outgoing): Promise<void> {
  const refuse = (status: number, text: string): void => {
    outgoing.statusCode = status;
    outgoing.setHeader("content-type", "text/plain");
    outgoing.end(`${text}\n`);
  };
  const content = await readContent(incoming);
  if (content === null) {
    refuse(413, `More than ${LONGEST} bytes of content are not read here.`);
    return;
  }
  const request = requestOf(incoming, space.base, content);
  if (request === null) {
    refuse(501, "The pretended service cannot be asked this: Fetch has no such request.");
    return;
  }
  const response = await space.answer(request);
  for (const [name, value] of response.headers) outgoing.setHeader(name, value);
  outgoing.statusCode = response.status;
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length > 0) outgoing.setHeader("content-length", bytes.length);
  outgoing.end(bytes);
}

/** Opens a server on a port of this machine; rejects when it is taken. */
const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** A service that listens. */
export interface Listening {
  readonly address: string;
  readonly close: () => Promise<void>;
}

/** Serves one copy of the company on `port` of this machine (0 for any free one); rejects when it is taken. */
export async function serveParcels(port: number): Promise<Listening> {
  const sockets = new Set<{ destroy: () => void }>();
  let space: Space | null = null;
  const listener = (incoming: Incoming, outgoing: Outgoing): void => {
    if (space === null) return;
    answer(space, incoming, outgoing).catch((error: unknown) => {
      if (!outgoing.headersSent) outgoing.statusCode = 500;
      outgoing.end(`${String(error)}\n`);
    });
  };
  const http1 = createHttp1(listener);
  const http2 = createHttp2(listener);
  await Promise.all([listen(http1, 0), listen(http2, 0)]);
  // An HTTP/2 connection with prior knowledge begins with "PRI * HTTP/2.0" (RFC 9113 §3.4). What was
  // read to find out cannot be put back into Node's HTTP/2 server, so the door hands all bytes on.
  const door = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.once("data", (first) => {
      const inner = connect(portOf(first.toString("latin1", 0, 3) === "PRI" ? http2 : http1));
      for (const one of [socket, inner]) {
        sockets.add(one);
        one.on("close", () => sockets.delete(one));
      }
      inner.on("error", () => socket.destroy());
      inner.write(first);
      socket.pipe(inner).pipe(socket);
    });
  });
  await listen(door, port);
  const address = `http://localhost:${portOf(door)}`;
  space = createSpace({ base: address, fetch: null, now: () => performance.now() });
  space.serve(parcelService(createSeeded(BOOKS)));
  return {
    address,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        http1.close();
        http2.close();
        door.close(() => resolve());
      }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const asked = Number(process.env["PORT"] ?? 4900);
  try {
    const { address } = await serveParcels(asked);
    console.log(`The parcel service is at ${address} (HTTP/1.1, and HTTP/2 with prior knowledge).`);
    console.log(`  curl -i '${address}/parcels'`);
    console.log(`  curl -i --http2-prior-knowledge '${address}/parcels'`);
  } catch (error) {
    console.error(
      `Port ${asked} could not be opened: ${error instanceof Error ? error.message : String(error)}. Choose another with PORT=4901.`,
    );
    process.exitCode = 1;
  }
}
