// Fields that no script sees: which are added, and how they are marked in the bytes.
import { expect, test } from "vitest";
import { formatHttp, reconstruct, type Reconstructed } from "../../../src/kit/reconstruct.ts";
import { writeExchange } from "../../../src/mocks/bytes.ts";
import { readRequest, readResponse } from "../../../src/protocols/http1/index.ts";
import type { Exchange } from "../../../src/trace/index.ts";
import { utf8 } from "../../../src/wire/index.ts";

const exchange = (method: string, content: string, status: number, answer: string): Exchange => ({
  number: 1,
  at: 0,
  took: 1,
  request: { method, target: "/parcels", fields: [["accept", "*/*"]], content: utf8(content) },
  response: {
    status,
    reason: "",
    fields: [["content-type", "application/json"]],
    content: utf8(answer),
  },
});
const added = (each: Exchange): Reconstructed =>
  reconstruct(each, "course.example", "https://course.example");

test.each([
  ["GET", "", ["host"]],
  ["HEAD", "", ["host"]],
  ["DELETE", "", ["host", "origin"]],
  ["POST", "", ["host", "origin", "content-length"]],
  ["PUT", "é", ["host", "origin", "content-length"]],
  ["PATCH", "", ["host", "origin"]],
])("%s with %j carries %j besides", (method, content, names) => {
  const { request } = added(exchange(method, content, 200, "{}"));
  expect(request.map(([name]) => name)).toEqual(names);
  const length = request.find(([name]) => name === "content-length")?.[1];
  if (length !== undefined) expect(Number(length)).toBe(utf8(content).length);
});

test.each([
  ["GET", 200, 1],
  ["HEAD", 200, 0],
  ["GET", 204, 0],
  ["GET", 304, 0],
])("an answer to %s with %i gets %i Content-Length", (method, status, count) => {
  expect(added(exchange(method, "", status, "")).response).toHaveLength(count);
});

test("what was seen is not added again", () => {
  const each = exchange("GET", "", 200, "{}");
  const seen: Exchange = { ...each, request: { ...each.request, fields: [["Host", "a"]] } };
  expect(added(seen).request).toEqual([]);
});

test("the bytes are a message that the engine reads back", () => {
  for (const each of [
    exchange("POST", '{"to":"Gdańsk"}', 201, "{}"),
    exchange("HEAD", "", 200, ""),
    exchange("GET", "", 204, ""),
  ]) {
    const { request, response } = writeExchange(each, added(each));
    const read = readRequest(request);
    if (read.kind !== "done") throw new Error(read.kind);
    expect(read.value).toMatchObject({ method: each.request.method, target: "/parcels" });
    expect(read.value.content).toEqual(each.request.content);
    const answer = readResponse(response, { method: each.request.method });
    if (answer.kind !== "done") throw new Error(answer.kind);
    expect(answer.value.status).toBe(each.response.status);
    expect(answer.value.content).toEqual(each.response.content);
  }
});

test("reconstructed lines are marked, the others only moved in", () => {
  const each = exchange("POST", "{}", 200, "");
  const text = formatHttp(writeExchange(each, added(each)).request, added(each).request);
  expect(text.split("\n")).toEqual([
    "  POST /parcels HTTP/1.1",
    "≈ host: course.example",
    "≈ origin: https://course.example",
    "≈ content-length: 2",
    "  accept: */*",
    "",
    "{}",
  ]);
});
