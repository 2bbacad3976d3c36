// Keys and header lengths of WebSocket: RFC 6455 §4.1 and §5.2.
import {
  handshakeKey,
  isHandshakeKey,
  readHeader,
  writeFrame,
} from "#protocols/websocket/index.ts";
import { latin1Text, utf8 } from "#wire/index.ts";
import { pickOne, type Dice } from "../chance.ts";
import type { ComputeItem } from "../grade.ts";

function headerLength(dice: Dice): ComputeItem {
  const length = pickOne([dice(0, 125), dice(126, 65_535), dice(65_536, 99_999)], dice);
  const fromClient = dice(0, 1) === 1;
  const maskingKey = fromClient ? Uint8Array.of(1, 2, 3, 4) : undefined;
  const frame = writeFrame({ opcode: 2, payload: new Uint8Array(length) }, { maskingKey });
  const read = readHeader(frame);
  const answer = read.kind === "done" ? read.value.length : 0;
  return {
    question: `How many octets long is the header of a WebSocket frame that a ${fromClient ? "client" : "server"} sends with ${length} octets of payload?`,
    answer: String(answer),
    grader: "integer",
    unit: "octets",
    working: `Two, and ${length < 126 ? "none" : length < 65_536 ? "two" : "eight"} for the length${fromClient ? ", and four for the masking key that every client frame carries" : "; a server does not mask"}.`,
  };
}

function keyOctets(dice: Dice): ComputeItem {
  const octets = dice(0, 1) === 0 ? 16 : dice(12, 20);
  const nonce = Uint8Array.from({ length: octets }, () => dice(0, 255));
  const key = octets === 16 ? handshakeKey(nonce) : btoa(latin1Text(nonce));
  return {
    question:
      "To how many octets does this key of an opening handshake decode? (Only 16 are allowed.)",
    given: `Sec-WebSocket-Key: ${key}`,
    answer: String(atob(key).length),
    grader: "integer",
    unit: "octets",
    working: `Four characters are three octets, and each = at the end is one less. A server ${isHandshakeKey(key) ? "accepts this key" : "refuses this key"}.`,
  };
}

function base64Length(dice: Dice): ComputeItem {
  const octets = dice(1, 60);
  const encoded = btoa(latin1Text(utf8("x".repeat(octets))));
  return {
    question: `How many characters long is the base64 form of ${octets} octets, padding included?`,
    answer: String(encoded.length),
    grader: "integer",
    unit: "characters",
    working: "Every three octets, begun ones too, become four characters.",
  };
}

export const realTimeGenerators = {
  "websocket-header-length": headerLength,
  "websocket-key-octets": keyOctets,
  "base64-length": base64Length,
} as const;
