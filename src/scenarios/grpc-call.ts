// One gRPC call of any kind in real HTTP/2 frames between two ends (PROTOCOL-HTTP2.md; grpc.io, "Core
// concepts", "RPC life cycle"). Times are the story's own: a stated latency, no loss, no queues.
import {
  judgeResponse,
  parseTimeout,
  requestFields,
  statusFields,
  statusFromRstStream,
  statusName,
  STATUS_CODES,
  type StatusName,
} from "#protocols/grpc/index.ts";
import { ERROR_CODES, type HpackField, type Http2Event } from "#protocols/http2/index.ts";
import { concat } from "#wire/index.ts";
import {
  piecesOf,
  type CallPlan,
  type ClientDeed,
  type Send,
  type ServerDeed,
  type When,
} from "./grpc-plan.ts";
import { openSide, type CallRun, type CallSide, type Conclusion } from "./grpc-side.ts";
import { wordCall } from "./grpc-words.ts";
import { createHttp2Wire, type End, type Replay, type Tamper } from "./http2-wire.ts";
import { PARCEL_SERVICE } from "./parcel-messages.ts";

const AUTHORITY = "parcels.example";
const RESPONSE: readonly HpackField[] = [
  [":status", "200"],
  ["content-type", "application/grpc+proto"],
];

function play(plan: CallPlan, tamper?: Tamper) {
  const sides: Record<End, CallSide> = { client: openSide(), server: openSide() };
  const { client, server } = sides;
  const answer = { status: 0, headers: [] as HpackField[], content: [] as Uint8Array[] };
  let responded = false;
  let requestEnded = false;
  let stream = 0;

  const wire = createHttp2Wire(
    {
      title: plan.title,
      names: { client: "Client", server: "Server" },
      delay: plan.delay,
      client: { settings: { enablePush: false } },
      tamper,
    },
    { told: (end, event) => (end === "client" ? toldClient(event) : toldServer(event)) },
  );
  const { ends } = wire;

  /** Tells something after the frames that leave at this moment. */
  const tell = (end: End, label: string, mark?: string): void => {
    wire.at(wire.now, () => wire.note(end, label, mark));
  };
  const conclude = (end: End, name: StatusName, by: Conclusion["by"], label: string): void => {
    sides[end].conclusion = { at: wire.now, name, by };
    tell(end, label, `${end}: ${name}`);
  };
  const closeHalf = (end: End): void => {
    sides[end].halfClosed = wire.now;
    const who = end === "client" ? "the client" : "the server";
    if (end === "client") tell(end, `Half-close: ${who} sends no more messages`, "half-close");
  };
  const due = (end: End, on: When["on"]): void => {
    const doing = end === "client" ? doAsClient : doAsServer;
    for (const { after = 0, does, on: wanted } of plan[end]) {
      if (wanted !== on) continue;
      wire.at(wire.now + after, () => {
        // A call that is over at this end does nothing more.
        if (sides[end].conclusion === null) doing(does as ClientDeed & ServerDeed);
      });
    }
  };

  /** Sends piece after piece, as long as the call is not over at this end. */
  function inTurn(end: End, send: Send, write: (piece: Uint8Array, last: boolean) => void): void {
    const pieces = piecesOf(send);
    pieces.forEach((piece, index) => {
      const act = (): void => {
        if (sides[end].conclusion === null) write(piece, index === pieces.length - 1);
      };
      if (send.apart === undefined) act();
      else wire.at(wire.now + send.apart * index, act);
    });
  }

  function doAsClient(deed: ClientDeed): void {
    if (deed.kind === "cancel") {
      ends.client.resetStream(stream, ERROR_CODES.CANCEL);
      conclude("client", "CANCELLED", "cancel", "The application cancels: the call ends CANCELLED");
      return;
    }
    if (client.halfClosed !== null) throw new RangeError("the client has half-closed already");
    const halfClose = deed.kind === "half-close" || deed.halfClose === true;
    const sent: Send = deed.kind === "half-close" ? { kind: "send", messages: [] } : deed;
    inTurn("client", sent, (piece, last) => {
      ends.client.sendData(stream, piece, { endStream: halfClose && last });
      if (halfClose && last) closeHalf("client");
    });
  }

  function respond(fields: readonly HpackField[] = RESPONSE): void {
    if (!responded) wire.headers("server", stream, fields);
    responded = true;
  }

  function doAsServer(deed: ServerDeed): void {
    if (deed.kind === "headers") {
      respond();
    } else if (deed.kind === "send") {
      respond();
      inTurn("server", deed, (piece) => ends.server.sendData(stream, piece));
    } else if (deed.kind === "http") {
      respond([[":status", String(deed.status)], ...deed.fields]);
      ends.server.sendData(stream, deed.content, { endStream: true });
      finish("UNKNOWN", "http", `HTTP ${deed.status} is sent, without a gRPC status`);
    } else {
      const { message, name } = deed;
      const status = statusFields({ code: STATUS_CODES[name], message });
      // Trailers-Only: one HEADERS frame is both the head and the end of the response.
      wire.headers("server", stream, responded ? status : [...RESPONSE, ...status], {
        endStream: true,
      });
      finish(name, "status", `The server is done: status ${name} is sent`);
    }
  }

  function finish(name: StatusName, by: Conclusion["by"], label: string): void {
    // A response may be complete before its request; the rest is declined without an error
    // (RFC 9113 §8.1).
    if (!requestEnded) {
      wire.at(wire.now, () => ends.server.resetStream(stream, ERROR_CODES.NO_ERROR));
    }
    closeHalf("server");
    conclude("server", name, by, label);
  }

  function take(end: End, data: Uint8Array): void {
    const { reader, messages } = sides[end];
    for (const { data: message } of reader.push(data).messages) {
      messages.push(message);
      tell(end, `Message ${messages.length} is whole: ${message.length} bytes for the application`);
      due(end, messages.length);
    }
  }

  function toldServer(event: Http2Event): void {
    if (event.kind === "headers") {
      stream = event.streamId;
      const timeout = event.fields.find(([name]) => name === "grpc-timeout")?.[1];
      const limit = timeout === undefined ? null : parseTimeout(timeout);
      if (limit !== null && "ms" in limit) wire.at(wire.now + limit.ms, runOut);
      due("server", "call");
    } else if (event.kind === "data") {
      take("server", event.data);
      if (event.endStream) {
        requestEnded = true;
        tell("server", "The client has half-closed: no more requests will come");
        due("server", "half-close");
      }
    } else if (event.kind === "reset" && server.conclusion === null) {
      const why = "RST_STREAM with CANCEL: the client wants no answer any more, the work stops";
      conclude("server", "CANCELLED", "reset", why);
    }
  }

  /** The server's own clock: it began one latency later, so the client's RST_STREAM is here already. */
  function runOut(): void {
    wire.at(wire.now, () => {
      if (server.conclusion !== null) return;
      ends.server.resetStream(stream, ERROR_CODES.CANCEL);
      conclude("server", "CANCELLED", "deadline", "The deadline has passed here: the work stops");
    });
  }

  function toldClient(event: Http2Event): void {
    if (client.conclusion !== null) return;
    if (event.kind === "headers" && !event.interim) {
      answer.status = Number(event.fields.find(([name]) => name === ":status")?.[1]);
      answer.headers = event.fields.filter(([name]) => !name.startsWith(":"));
      if (event.endStream) ended(null);
    } else if (event.kind === "data") {
      answer.content.push(event.data);
      if (answer.status === 200) take("client", event.data);
      if (event.endStream) ended(null);
    } else if (event.kind === "trailers") {
      ended(event.fields);
    } else if (event.kind === "reset") {
      const name = statusName(statusFromRstStream(event.errorCode)) ?? "UNKNOWN";
      conclude("client", name, "reset", `RST_STREAM ends the call: ${name}`);
    }
  }

  function ended(trailers: readonly HpackField[] | null): void {
    const { content, headers, status } = answer;
    const { outcome } = judgeResponse(
      { status, headers, content: concat(content), trailers },
      { responses: plan.method.responses },
    );
    const by = status === 200 ? "status" : "http";
    conclude("client", outcome.name, by, `The call ends ${outcome.name}`);
  }

  function passDeadline(): void {
    if (client.conclusion !== null) return;
    ends.client.resetStream(stream, ERROR_CODES.CANCEL);
    const why = "The deadline has passed: the call ends DEADLINE_EXCEEDED";
    conclude("client", "DEADLINE_EXCEEDED", "deadline", why);
  }

  // Once the settings of both ends have been exchanged and acknowledged.
  const began = wire.opens + 3 * plan.delay;
  wire.at(began, () => {
    stream = ends.client.nextStreamId();
    const { metadata, timeoutMs } = plan;
    const call = { service: PARCEL_SERVICE, method: plan.method.name, authority: AUTHORITY };
    const fields = requestFields({ ...call, scheme: "http", timeoutMs, metadata });
    wire.headers("client", stream, fields);
    if (timeoutMs !== undefined) wire.at(began + timeoutMs, passDeadline);
    due("client", "call");
  });
  const { reaction, trace } = wire.run();
  return { reaction, trace, began, stream, sides };
}

/** Runs a story to its end. A plan that asks for what HTTP/2 forbids throws RangeError. */
export function runCall(plan: CallPlan): CallRun {
  const { began, sides, stream, trace } = play(plan);
  const { client, server } = sides;
  return {
    trace: wordCall(trace, stream),
    began,
    stream,
    concluded: { client: client.conclusion, server: server.conclusion },
    received: { client: client.messages, server: server.messages },
    halfClosed: { client: client.halfClosed, server: server.halfClosed },
  };
}

/** Runs the story again with other bytes in the place of a message. */
export const replayCall =
  (plan: CallPlan): Replay =>
  (tamper) =>
    play(plan, tamper).reaction;
