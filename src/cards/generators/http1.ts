// Lengths of HTTP/1: RFC 9112 §7.1, RFC 9110 §8.6.
import { writeChunk, writeResponse } from "#protocols/http1/index.ts";
import { latin1Text, utf8 } from "#wire/index.ts";
import { pickOne, type Dice } from "../chance.ts";
import type { ComputeItem } from "../grade.ts";

/** Words in which letters and octets are not the same number, for UTF-8 takes up to four octets. */
const WORDS = [
  "parcel",
  "Größe",
  "naïve",
  "日本",
  "señal",
  "price €5",
  "ok 👍",
  "Straße",
  "Łódź",
  "déjà vu",
];
const phrase = (dice: Dice): string =>
  [pickOne(WORDS, dice), pickOne(WORDS, dice), String(dice(1, 99_999))].join(" ");

function chunkSize(dice: Dice): ComputeItem {
  const text = phrase(dice);
  const data = utf8(text);
  const chunk = latin1Text(writeChunk(data));
  return {
    question:
      "This text is sent as one chunk, in UTF-8. Which chunk size stands before it (hexadecimal)?",
    given: text,
    answer: chunk.slice(0, chunk.indexOf("\r\n")),
    grader: "text",
    working: `UTF-8 makes ${data.length} octets of it; the chunk size is that number in hexadecimal, without the line ends.`,
  };
}

function contentLength(dice: Dice): ComputeItem {
  const text = phrase(dice);
  const content = utf8(text);
  const written = latin1Text(
    // The engine adds the field itself.
    writeResponse({ status: 200, fields: [], content }),
  );
  return {
    question:
      "A response carries this text in UTF-8, and nothing else. Which `Content-Length` does it have?",
    given: text,
    answer: /content-length: (\d+)/i.exec(written)?.[1] ?? "",
    grader: "integer",
    working: `Content-Length counts octets, not letters: ${[...text].length} letters are ${content.length} octets here.`,
  };
}

export const http1Generators = {
  "chunk-size": chunkSize,
  "content-length": contentLength,
} as const;
