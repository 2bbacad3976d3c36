// Proves that a printed HTTP message which could not be on a wire is noticed.
import { describe, expect, it } from "vitest";
import { describeBreaks } from "./breaking.ts";
import { faultsOfMessage } from "./check/http-blocks.ts";

const faults = (text: string): readonly string[] =>
  faultsOfMessage(text).map(({ at, message }) => `${at}: ${message}`);

describe("printed HTTP messages", () => {
  it("pass when they are whole", () => {
    expect(faults("GET / HTTP/1.1\nHost: a.example\n")).toEqual([]);
    expect(faults('HTTP/1.1 200 OK\nContent-Length: 8\n\n{"a": 1}')).toEqual([]);
    expect(faults("HTTP/1.1 103\nLink: </a>; rel=preload\n")).toEqual([]);
    expect(faults("PUT / HTTP/1.1\nHost: a\nContent-Length: 9\nExpect: 100-continue\n")).toEqual(
      [],
    );
  });

  it.each([
    ["a line that opens nothing", "GET /\nHost: a\n", /^0: .*neither/],
    ["an impossible status", "HTTP/1.1 700 Odd\nDate: x\n", /^0: .*neither/],
    ["no empty line", "GET / HTTP/1.1\nHost: a", /^1: no empty line/],
    ["a space before the colon", "GET / HTTP/1.1\nHost : a\n", /^1: .*no field line/],
    ["no Host", "GET / HTTP/1.1\nAccept: */*\n", /^0: has no Host/],
    [
      "characters counted as octets",
      "HTTP/1.1 200 OK\nContent-Length: 5\n\nnaïve",
      /^1: .*6 octets/,
    ],
    ["content without a length", "HTTP/1.1 200 OK\nDate: x\n\nabc", /^2: shows 3 octets/],
    ["a stated length without content", "HTTP/1.1 200 OK\nContent-Length: 5\n", /^1: .*0 octets/],
    ["content of a 204", "HTTP/1.1 204 No Content\nContent-Length: 1\n\na", /^2: .*allows none/],
  ])("complain about %s", (_what, text, says) => {
    expect(faults(text).join("\n")).toMatch(says);
  });
});

describeBreaks("HTTP messages in lessons", [
  {
    what: "a length that is not that of the content",
    part: "lesson",
    from: "Content-Length: 6",
    to: "Content-Length: 5",
    says: /has 6 octets/,
  },
]);
