// The bytes that open the home page, made by the course's own engines at build time.
import { describeRequest, writeRequest } from "#protocols/http1/index.ts";
import { describeFields, field, writeFields } from "#protocols/protobuf/index.ts";
import { describeFrame, OPCODES, writeFrame } from "#protocols/websocket/index.ts";
import { utf8, type Field, type Step } from "#wire/index.ts";

const required = (step: Step<Field>): Field => {
  if (step.kind !== "done") throw new RangeError("The home page's example cannot be read back.");
  return step.value;
};

const insides = ({ children = [] }: Field): readonly Field[] => children;

const request = writeRequest({
  method: "GET",
  target: "/parcels/42",
  fields: [["Host", "parcels.example"]],
});
const requestLine = insides(required(describeRequest(request)))[0];
if (requestLine === undefined) throw new RangeError("A request has no request line.");

const frame = writeFrame({
  opcode: OPCODES.text,
  maskingKey: Uint8Array.of(0x37, 0xfa, 0x21, 0x3d),
  payload: utf8("scan 42"),
});

const message = writeFields([field.uint(1, 42n), field.string(2, "Lyon")]);

/** A request line, a frame and a record, each with the fields that tile it. */
export const openingBytes = [
  {
    label: "HTTP/1.1 request line",
    hue: "http1",
    bytes: request.subarray(0, requestLine.length),
    fields: insides(requestLine),
  },
  {
    label: "WebSocket text frame",
    hue: "websocket",
    bytes: frame,
    fields: insides(required(describeFrame(frame))),
  },
  {
    label: "Protocol Buffers message",
    hue: "grpc",
    bytes: message,
    fields: insides(required(describeFields(message))).flatMap(insides),
  },
] as const;
