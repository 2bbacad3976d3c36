// The field tree names every part of a message.
import { expect, it } from "vitest";
import { describeRequest, describeResponse } from "../../../../src/protocols/http1/index.ts";
import { latin1, type Field } from "../../../../src/wire/index.ts";
import { describeTiled } from "../../../support/three-ways.ts";

/** The leaves of a tree, one "name=text" each. */
const leaves = (field: Field): string[] =>
  field.children ? field.children.flatMap(leaves) : [`${field.name}=${field.text}`];

it("names every part of a request", () => {
  const tree = describeTiled(
    describeRequest,
    latin1("\r\nGET /a?b HTTP/1.1\r\nHost:  x \r\nE:\r\n\r\n"),
  );
  expect(leaves(tree)).toEqual([
    "ignored empty lines=CR LF",
    "method=GET",
    "space=SP",
    "path=/a",
    "question mark=?",
    "query=b",
    "space=SP",
    "protocol name=HTTP",
    "slash=/",
    "major version=1",
    "full stop=.",
    "minor version=1",
    "line end=CR LF",
    "field name=Host",
    "colon=:",
    "white space=",
    "field value=x",
    "white space=SP",
    "line end=CR LF",
    "field name=E",
    "colon=:",
    "field value=",
    "line end=CR LF",
    "empty line=CR LF",
  ]);
  expect(tree).toMatchObject({ text: "GET /a?b", rule: "RFC 9112 §2.1" });
});

it("names every part of a chunked response", () => {
  const tree = describeTiled(
    describeResponse,
    latin1(
      'HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n1A ; a = "b";c\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\nT: 1\r\n\r\n',
    ),
  );
  expect(leaves(tree).slice(5)).toEqual([
    "space=SP",
    "status code=200",
    "line end=CR LF",
    "field name=Transfer-Encoding",
    "colon=:",
    "white space=SP",
    "field value=chunked",
    "line end=CR LF",
    "empty line=CR LF",
    "chunk size=1A = 26 bytes",
    "white space=SP",
    "semicolon=;",
    "white space=SP",
    "extension name=a",
    "white space=SP",
    "equals sign==",
    "white space=SP",
    'extension value="b"',
    "semicolon=;",
    "extension name=c",
    "line end=CR LF",
    "chunk data=abcdefghijklmnopqrstuvwxyz",
    "line end=CR LF",
    "chunk size=0 = 0 bytes",
    "line end=CR LF",
    "field name=T",
    "colon=:",
    "white space=SP",
    "field value=1",
    "line end=CR LF",
    "empty line=CR LF",
  ]);
});

it("splits each form of target", () => {
  const parts = (target: string): string[] => {
    const tree = describeTiled(describeRequest, latin1(`GET ${target} HTTP/1.1\r\n\r\n`));
    const found = tree.children?.[0]?.children?.[2];
    return found ? leaves(found) : [];
  };
  expect(parts("http://a:1/b?c")).toEqual([
    "scheme=http",
    "colon=:",
    "slashes=//",
    "authority=a:1",
    "path=/b",
    "question mark=?",
    "query=c",
  ]);
  expect(parts("urn:a")).toEqual(["scheme=urn", "colon=:", "path=a"]);
  expect(parts("a:80")).toEqual(["host=a", "colon=:", "port=80"]);
  expect(parts("*")).toEqual(["request target=*"]);
  expect(parts("??")).toEqual(["request target=??"]);
});

it("shortens long content", () => {
  const bytes = latin1(`POST / HTTP/1.1\r\nContent-Length: 500\r\n\r\n${"x".repeat(500)}`);
  const tree = describeTiled(describeRequest, bytes);
  expect(tree.children?.at(-1)?.text).toMatch(/^x{120} …$/);
});
