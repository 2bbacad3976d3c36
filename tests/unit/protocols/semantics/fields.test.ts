// Tokens, values, lists and parameters: RFC 9110 §5.
import { describe, expect, it } from "vitest";
import {
  fieldValue,
  fieldValues,
  isFault,
  isFieldValue,
  isToken,
  listMembers,
  parseChallenges,
  parseMediaType,
  trimBlanks,
} from "../../../../src/protocols/semantics/index.ts";

it("knows tokens from everything else, §5.6.2", () => {
  const tokenLetters = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)).filter(
    isToken,
  );
  expect(tokenLetters.join("")).toBe(
    "!#$%&'*+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz|~",
  );
  expect(isToken("")).toBe(false);
  expect(isToken("Content-Type")).toBe(true);
  expect(isToken("a€")).toBe(false);
});

it("knows what a value may hold, §5.5", () => {
  expect(isFieldValue("")).toBe(true);
  expect(isFieldValue(" \t!~\x80\xff")).toBe(true);
  for (const code of [0, 10, 13, 0x0b, 0x1f, 0x7f, 0x100]) {
    expect(isFieldValue(String.fromCharCode(code))).toBe(false);
  }
});

it("finds fields without case and combines their lines, §5.3", () => {
  const fields = [
    ["A", "1"],
    ["b", "2"],
    ["a", "3"],
  ] as const;
  expect(fieldValues(fields, "a")).toEqual(["1", "3"]);
  expect(fieldValue(fields, "A")).toBe("1, 3");
  expect(fieldValue(fields, "c")).toBeNull();
});

it.each([
  ["foo,bar", ["foo", "bar"]],
  ["foo ,bar,", ["foo", "bar"]],
  ["foo , ,bar,charlie", ["foo", "bar", "charlie"]],
  ["", []],
  [",", []],
  [",   ,", []],
  ['"a,b", c', ['"a,b"', "c"]],
  ['"a\\",b", c', ['"a\\",b"', "c"]],
  ['"open, c', ['"open, c']],
  ['"open\\', ['"open\\']],
])("list %j, §5.6.1.2", (value, members) => {
  expect(listMembers(value)).toEqual(members);
});

it("trims SP and HTAB only, §5.6.3", () => {
  expect(trimBlanks(" \t a b\t ")).toBe("a b");
  expect(trimBlanks("\n a\u00a0")).toBe("\n a\u00a0");
  expect(trimBlanks(" \t")).toBe("");
});

describe("parseMediaType", () => {
  it.each([
    "text/html;charset=utf-8",
    'Text/HTML;Charset="utf-8"',
    'text/html; charset="utf-8"',
    "text/html ;\tcharset=utf-8 ; ;",
  ])("%s is the media type of §8.3.1", (text) => {
    expect(parseMediaType(text)).toEqual({
      type: "text",
      subtype: "html",
      parameters: [["charset", "utf-8"]],
    });
  });
  it("unquotes a parameter", () => {
    expect(parseMediaType('multipart/form-data; boundary="a; \\"b\\" \\\\"; x=1')).toMatchObject({
      parameters: [
        ["boundary", 'a; "b" \\'],
        ["x", "1"],
      ],
    });
    expect(parseMediaType('a/b;c=""')).toMatchObject({ parameters: [["c", ""]] });
  });
  it.each<[text: string, at: number]>([
    ["", 0],
    ["text", 0],
    ["text/", 0],
    ["text /html", 0],
    ["text/html charset=utf-8", 10],
    ["text/html;charset = utf-8", 17],
    ["text/html;charset=", 10],
    ['text/html;charset="utf-8', 10],
    ["text/html, text/plain", 9],
  ])("refuses %j", (text, at) => {
    const fault = parseMediaType(text);
    expect(fault).toMatchObject({ code: "BAD_MEDIA_TYPE", rule: "RFC 9110 §8.3.1" });
    if (isFault(fault)) expect(fault.at).toBeGreaterThanOrEqual(Math.min(at, 9));
  });
});

describe("parseChallenges", () => {
  const challenge = (
    scheme: string,
    parameters: [string, string][] = [],
    token68: string | null = null,
  ) => ({
    scheme,
    token68,
    parameters,
  });
  it.each([
    [
      'Newauth realm="apps", type=1, title="Login to \\"apps\\"", Basic realm="simple"',
      [
        challenge("newauth", [
          ["realm", "apps"],
          ["type", "1"],
          ["title", 'Login to "apps"'],
        ]),
        challenge("basic", [["realm", "simple"]]),
      ],
    ],
    ["Negotiate", [challenge("negotiate")]],
    ["Negotiate, Basic realm=a", [challenge("negotiate"), challenge("basic", [["realm", "a"]])]],
    [
      "Bearer abc.def==, Digest x = 1 , y= 2",
      [
        challenge("bearer", [], "abc.def=="),
        challenge("digest", [
          ["x", "1"],
          ["y", "2"],
        ]),
      ],
    ],
    [" , Basic realm=a,, ", [challenge("basic", [["realm", "a"]])]],
    ["Negotiate a", [challenge("negotiate", [], "a")]],
    ["", []],
  ])("reads %j, §11.6.1", (text, challenges) => {
    expect(parseChallenges(text)).toEqual(challenges);
  });
  it.each(['"Basic"', "Basic realm=a b", 'Basic realm="a', "Basic =", "(", "Basic realm=a;b"])(
    "refuses %j",
    (text) => {
      expect(parseChallenges(text)).toMatchObject({ code: "BAD_CHALLENGE" });
    },
  );
});
