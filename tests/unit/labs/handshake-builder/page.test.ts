// Who gets a customer's parcels: every caller, cookie and defence. RFC 6455 §10.2; SameSite.
import { describe, expect, test } from "vitest";
import { listen } from "../../../../src/labs/handshake-builder/page.ts";
import {
  CHOICES,
  OUT,
  OWN,
  SISTER,
  START,
  STRANGER,
  type Setup,
} from "../../../../src/labs/handshake-builder/setup.ts";
import { readCloseBody, readFrame } from "../../../../src/protocols/websocket/index.ts";
import type { MessageEvent } from "../../../../src/trace/index.ts";
import { latin1Text } from "../../../../src/wire/index.ts";

const run = (change: Partial<Setup>) => listen({ ...START, scene: "page", ...change });
const messagesOf = (seen: ReturnType<typeof run>): readonly MessageEvent[] =>
  seen.trace.events.filter((event): event is MessageEvent => event.kind === "message");

describe.each(CHOICES.caller)("%s", (caller) => {
  const cases = CHOICES.cookie.flatMap((cookie) =>
    CHOICES.allowed.flatMap((allowed) =>
      CHOICES.token.map((token) => ({ caller, cookie, allowed, token })),
    ),
  );
  test.each(cases)("$cookie, origin $allowed, token $token", (setup) => {
    const seen = run(setup);
    const foreign = caller === STRANGER || caller === SISTER;
    const cookie =
      caller === OWN || caller === SISTER || (caller === STRANGER && setup.cookie === "None");
    const barred = setup.allowed === "listed" && foreign;
    const known = setup.token === "yes" ? !foreign : cookie;
    expect(seen.cookie).toBe(cookie);
    expect(seen.served).toBe(!barred && known);
    expect(seen.status).toBe(barred ? 403 : setup.token === "yes" || cookie ? 101 : 401);
    const bytes = messagesOf(seen).map((event) => latin1Text(event.bytes));
    expect(bytes.some((text) => text.includes("Mill Lane") && text.startsWith("POST"))).toBe(
      seen.served && foreign,
    );
    expect(latin1Text(seen.request.bytes).includes("\r\nCookie: session=")).toBe(cookie);
    expect(latin1Text(seen.request.bytes).includes("\r\nOrigin: ")).toBe(caller !== OUT);
  });
});

test("only the service’s own page carries the token, and a guess is closed with 1008", () => {
  const own = messagesOf(run({ caller: OWN, token: "yes" }));
  expect(latin1Text(own[1]?.bytes ?? new Uint8Array())).toContain("const token");
  const foreign = messagesOf(run({ caller: SISTER, token: "yes" }));
  expect(latin1Text(foreign[1]?.bytes ?? new Uint8Array())).not.toContain("const token");
  const codes = foreign.flatMap(({ format, bytes }) => {
    if (format !== "websocket-frame") return [];
    const step = readFrame(bytes);
    if (step.kind !== "done" || step.value.opcode !== 8) return [];
    const body = readCloseBody(step.value.payload);
    return ["reason" in body ? body.code : 0];
  });
  expect(codes).toEqual([1008, 1008]);
});

test("clients mask and servers do not", () => {
  for (const caller of CHOICES.caller) {
    for (const event of messagesOf(run({ caller, token: "yes" }))) {
      if (event.format !== "websocket-frame") continue;
      const step = readFrame(event.bytes);
      expect(step.kind === "done" && step.value.masked).toBe(event.from === "client");
    }
  }
});
