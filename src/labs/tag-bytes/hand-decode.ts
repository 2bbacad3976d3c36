// Challenge: a message of three fields, read by hand from its hex.
import type { Answers, Challenge, Verdict } from "#kit/lab.ts";
import { parseNumber, refuse } from "#kit/question.ts";
import { encodeZigzag, field, writeFields } from "#protocols/protobuf/index.ts";
import { formatHex } from "#wire/index.ts";
import type { Setup } from "./setup.ts";
import type { Seen } from "./weigh.ts";

const PLACES = ["Graz", "Linz", "Wels", "Steyr", "Krems", "Baden"] as const;

/** Three records to take apart: a two-byte varint, a string, a zigzag number. */
export const handDecode: Challenge<Setup, Seen> = {
  id: "hand-decode",
  title: "Read a message by hand",
  pose(chance) {
    const number = chance.between(130, 900);
    const place = chance.pick(PLACES);
    const delta = -chance.between(2, 60);
    const varint = formatHex(writeFields([field.uint(1, number)]).subarray(1), " ");
    const zigzag = Number(encodeZigzag(delta));
    const bytes = writeFields([
      field.uint(1, number),
      field.string(2, place),
      field.sint(3, delta),
    ]);
    const [low = 0, high = 0] = writeFields([field.uint(1, number)]).subarray(1);
    return {
      ask: `message Scan { int32 number = 1; string place = 2; sint32 delta = 3; } came as ${formatHex(bytes, " ")}. What does it hold?`,
      form: [
        { kind: "number", id: "number", ask: "number", unit: "", tolerance: 0 },
        { kind: "text", id: "place", ask: "place", lines: 1 },
        { kind: "number", id: "delta", ask: "delta", unit: "", tolerance: 0 },
      ],
      check(answers: Answers): Verdict {
        const said = parseNumber(answers["number"] ?? "");
        const read = answers["place"]?.trim() ?? "";
        const change = parseNumber((answers["delta"] ?? "").replace("−", "-"));
        if (said !== number)
          return refuse(whyNumber(said, low, high, varint), "protobuf-encoding#varints");
        if (read !== place) return refuse(whyPlace(read, place), "protobuf-encoding#length-types");
        if (change !== delta)
          return refuse(whyDelta(change, delta, zigzag), "protobuf-encoding#signed-ints");
        return {
          solved: true,
          why: `08, 12 and 18 are fields 1, 2 and 3; ${varint} is ${number}, “${place}” has its length before it, and ${zigzag} unfolds to −${-delta}.`,
          source: "protobuf-encoding#structure",
        };
      },
    };
  },
};

function whyNumber(said: number | null, low: number, high: number, varint: string): string {
  const begin = `After the tag 08 the varint is ${varint}.`;
  if (said === (low & 0x7f)) {
    return `${begin} You stopped after its first byte: the top bit of ${low.toString(16)} says that another follows.`;
  }
  if (said === (((low & 0x7f) << 7) | high)) {
    return `${begin} You put the groups in the order of the bytes; the lowest seven bits come first, so they are turned round.`;
  }
  if (said === ((high << 8) | low) || said === ((low << 8) | high)) {
    return `${begin} You read two whole bytes; the top bit of each only says whether more follow, and falls away.`;
  }
  if (said === 0x08) return `${begin} 08 itself is the tag: field 1, VARINT.`;
  return `${begin} Take the top bit of each byte away and set the second group of seven bits before the first.`;
}

function whyPlace(read: string, place: string): string {
  if (read.toLowerCase() === place.toLowerCase()) {
    return "Capital letters are other bytes: 41–5a are A–Z, 61–7a are a–z.";
  }
  if (read.includes(place)) {
    return `Too much: the byte after 12 is the length, ${place.length}, and the string ends after as many bytes.`;
  }
  return `12 is field 2, LEN. The next byte is the length, ${place.length}; the ${place.length} bytes after it are ASCII letters.`;
}

function whyDelta(change: number | null, delta: number, zigzag: number): string {
  const begin = `The varint after 18 is ${zigzag}.`;
  if (change === zigzag) {
    return `${begin} That is the folded number: field 3 is a sint32, and an odd one stands for −(${zigzag} + 1) / 2.`;
  }
  if (change === -delta)
    return `${begin} The size is right, the sign is not: odd numbers are the negative ones.`;
  if (change === -zigzag)
    return `${begin} Zigzag is no sign bit: half of it counts, −(${zigzag} + 1) / 2.`;
  if (change === delta + 1 || change === delta - 1)
    return `${begin} Off by one: −1 is 1, −2 is 3, so it is −(${zigzag} + 1) / 2.`;
  return `${begin} Zigzag: an even number is half of itself, an odd one −(n + 1) / 2.`;
}
