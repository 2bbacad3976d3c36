// A gRPC-Web service of the pretend company: our engine judges each request and frames each answer (PROTOCOL-WEB.md).
import { http } from "msw/http";
import {
  judgeRequest,
  statusFields,
  STATUS_CODES,
  writeWebFrame,
  type Outcome,
  type ServerOffer,
} from "#protocols/grpc/index.ts";
import { concat } from "#wire/index.ts";
import type { Fields } from "#trace/index.ts";
import { headersOf } from "./headers.ts";
import type { Service } from "./space.ts";

/** Messages and how the call ends; `where` the status stands: in a last frame, in the fields, nowhere. */
export interface WebReply {
  readonly kind: "grpc";
  readonly messages: readonly Uint8Array[];
  readonly code: number;
  readonly message?: string;
  readonly where: "frame" | "fields" | "nowhere";
}

/** How a call that came through whole is answered, after some milliseconds. */
export type WebAnswer = { readonly after?: number } & (
  | WebReply
  /** Something on the way that speaks HTTP and no gRPC. */
  | {
      readonly kind: "http";
      readonly status: number;
      readonly type: string;
      readonly content: Uint8Array;
    }
);

/** A response as it left the service. */
export interface WebResponse {
  readonly status: number;
  readonly fields: Fields;
  readonly content: Uint8Array;
}

/** A request as it came, and its response once that was sent. */
export interface WebCall {
  readonly path: string;
  readonly fields: Fields;
  readonly content: Uint8Array;
  readonly response: WebResponse | null;
}

/** A service at work. */
export interface WebService {
  readonly service: Service;
  /** Calls so far, oldest first. */
  readonly calls: () => readonly WebCall[];
}

const TYPE = "application/grpc-web+proto";

/** A response in the framing of gRPC-Web. */
function writeReply({ code, message = "", messages, where }: WebReply): WebResponse {
  const status = statusFields({ code, message });
  const frames = messages.map((data) => writeWebFrame({ kind: "message", data }));
  const trailers = where === "frame" ? [writeWebFrame({ kind: "trailers", fields: status })] : [];
  const fields: Fields = [["content-type", TYPE], ...(where === "fields" ? status : [])];
  return { status: 200, fields, content: concat([...frames, ...trailers]) };
}

/** What the engine answers by itself to a request that is no call. */
function refuse({ code, message }: Pick<Outcome, "code" | "message">): WebResponse {
  return writeReply({ kind: "grpc", messages: [], code, message, where: "fields" });
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

/**
 * Opens a service with the methods of `offer` below any base; `answer` gets a call's path and its
 * first message.
 */
export function openGrpcWeb(
  offer: ServerOffer,
  answer: (path: string, message: Uint8Array) => WebAnswer,
): WebService {
  const calls: WebCall[] = [];

  async function respond(path: string, fields: Fields, content: Uint8Array): Promise<WebResponse> {
    const judged = judgeRequest({ fields: [[":path", path], ...fields], content }, offer);
    if (judged.kind === "http") {
      return { status: judged.status, fields: [], content: new Uint8Array(0) };
    }
    if (judged.kind === "status") return refuse(judged.outcome);
    const [first] = judged.messages;
    if (first === undefined) {
      return refuse({ code: STATUS_CODES.UNIMPLEMENTED, message: "a request message is due" });
    }
    const given = answer(path, first.data);
    if (given.after !== undefined) await pause(given.after);
    if (given.kind === "grpc") return writeReply(given);
    const { status, type } = given;
    return { status, fields: [["content-type", type]], content: given.content };
  }

  const service: Service = (base) => [
    http.post(`${base}/*`, async ({ request }) => {
      const path = request.url.slice(base.length);
      const fields: Fields = [...request.headers.entries()];
      const content = new Uint8Array(await request.clone().arrayBuffer());
      const call = { path, fields, content, response: null };
      const place = calls.push(call) - 1;
      const response = await respond(path, fields, content);
      calls[place] = { ...call, response };
      return new Response(new Uint8Array(response.content), {
        status: response.status,
        headers: headersOf(response.fields),
      });
    }),
  ];
  return { service, calls: () => [...calls] };
}
