// The server of the call measurement, in a process of its own: one small answer over three protocols.
import { createServer as createHttp1 } from "node:http";
import { createServer as createHttp2 } from "node:http2";
import type { AddressInfo, Server as NetServer } from "node:net";
import { Server, ServerCredentials, type handleUnaryCall } from "@grpc/grpc-js";
import { answerOf, SERVICE } from "./service.ts";

const grpc = new Server();
const locate: handleUnaryCall<{ id: number }, object> = ({ request }, done) => {
  done(null, answerOf(request.id));
};
grpc.addService(SERVICE, { Locate: locate });
const grpcPort = await new Promise<number>((resolve, reject) => {
  grpc.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error) reject(error);
    else resolve(port);
  });
});

const jsonOf = (content: string): string =>
  JSON.stringify(answerOf((JSON.parse(content) as { readonly id: number }).id));

const http1 = createHttp1((request, response) => {
  let content = "";
  request.setEncoding("utf8");
  request.on("data", (chunk: string) => (content += chunk));
  request.on("end", () => {
    const answer = jsonOf(content);
    response.writeHead(200, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(answer),
    });
    response.end(answer);
  });
});

const http2 = createHttp2();
http2.on("stream", (stream) => {
  let content = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => (content += chunk));
  stream.on("end", () => {
    stream.respond({ ":status": 200, "content-type": "application/json" });
    stream.end(jsonOf(content));
  });
});

const portOf = async (server: NetServer): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
};

const ports = { grpc: grpcPort, http1: await portOf(http1), http2: await portOf(http2) };
process.send?.(ports);
process.on("disconnect", () => process.exit(0));
