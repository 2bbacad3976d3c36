// Calls per second on loopback: gRPC, JSON over HTTP/1.1 keep-alive and JSON over HTTP/2.
import { fork } from "node:child_process";
import { Agent, request as http1Request } from "node:http";
import { connect } from "node:http2";
import { fileURLToPath } from "node:url";
import { credentials, makeGenericClientConstructor, type ServiceError } from "@grpc/grpc-js";
import { SERVICE } from "./service.ts";
import { spreadOf, type Spread } from "./spread.ts";

/** Calls per second at one number of calls in flight. */
export interface Calls {
  readonly inFlight: number;
  readonly grpc: Spread;
  readonly http1: Spread;
  readonly http2: Spread;
}

const IN_FLIGHT = [1, 10, 100] as const;
const ROUNDS = 5;
/** Length of a round in milliseconds. */
const LONG = 1000;

type Call = (id: number) => Promise<void>;

/** Keeps `inFlight` calls going for a round and gives how many came back per second. */
async function round(call: Call, inFlight: number): Promise<number> {
  const began = performance.now();
  const end = began + LONG;
  let count = 0;
  const worker = async (): Promise<void> => {
    while (performance.now() < end) {
      await call(count % 1000);
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return (count * 1000) / (performance.now() - began);
}

async function measure(call: Call, inFlight: number): Promise<Spread> {
  await round(call, inFlight);
  const rounds: number[] = [];
  for (let index = 0; index < ROUNDS; index += 1) rounds.push(await round(call, inFlight));
  return spreadOf(rounds);
}

interface Ports {
  readonly grpc: number;
  readonly http1: number;
  readonly http2: number;
}

const check = (content: string): void => {
  if ((JSON.parse(content) as { readonly depot?: unknown }).depot !== "gdansk") {
    throw new Error(`not the answer: ${content}`);
  }
};

function overHttp1(port: number, inFlight: number): { call: Call; close: () => void } {
  const agent = new Agent({ keepAlive: true, maxSockets: inFlight });
  const call: Call = (id) =>
    new Promise((resolve, reject) => {
      const content = JSON.stringify({ id });
      const headers = {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(content),
      };
      const asked = http1Request(
        { port, agent, method: "POST", path: "/locate", headers },
        (response) => {
          let text = "";
          response.setEncoding("utf8");
          response.on("data", (chunk: string) => (text += chunk));
          response.on("end", () => {
            check(text);
            resolve();
          });
        },
      );
      asked.on("error", reject);
      asked.end(content);
    });
  return { call, close: () => agent.destroy() };
}

function overHttp2(port: number): { call: Call; close: () => void } {
  const session = connect(`http://127.0.0.1:${port}`);
  const call: Call = (id) =>
    new Promise((resolve, reject) => {
      const stream = session.request({
        ":method": "POST",
        ":path": "/locate",
        "content-type": "application/json",
      });
      let text = "";
      stream.setEncoding("utf8");
      stream.on("data", (chunk: string) => (text += chunk));
      stream.on("error", reject);
      stream.on("end", () => {
        check(text);
        resolve();
      });
      stream.end(JSON.stringify({ id }));
    });
  return { call, close: () => session.close() };
}

function overGrpc(port: number): { call: Call; close: () => void } {
  const Client = makeGenericClientConstructor(SERVICE, "Tracking");
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  const locate = client["Locate"] as (
    question: object,
    done: (error: ServiceError | null, place?: { readonly depot?: unknown }) => void,
  ) => void;
  const call: Call = (id) =>
    new Promise((resolve, reject) => {
      locate.call(client, { id }, (error, place) => {
        if (error) reject(new Error(error.message));
        else if (place?.depot !== "gdansk") reject(new Error("not the answer"));
        else resolve();
      });
    });
  return { call, close: () => client.close() };
}

/** Starts the server in a process of its own and measures all three at each number in flight. */
export async function timeCalls(): Promise<readonly Calls[]> {
  const server = fork(fileURLToPath(new URL("./server.ts", import.meta.url)));
  const ports = await new Promise<Ports>((resolve, reject) => {
    server.once("message", (said) => resolve(said as Ports));
    server.once("error", reject);
  });
  const rows: Calls[] = [];
  for (const inFlight of IN_FLIGHT) {
    const ways = {
      grpc: overGrpc(ports.grpc),
      http1: overHttp1(ports.http1, inFlight),
      http2: overHttp2(ports.http2),
    };
    const grpc = await measure(ways.grpc.call, inFlight);
    const http1 = await measure(ways.http1.call, inFlight);
    const http2 = await measure(ways.http2.call, inFlight);
    rows.push({ inFlight, grpc, http1, http2 });
    for (const way of Object.values(ways)) way.close();
  }
  server.disconnect();
  return rows;
}
