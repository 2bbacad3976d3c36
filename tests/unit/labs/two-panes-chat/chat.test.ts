// The chat on a virtual clock: what each side is told, a dead wire that the pings find, and the reconnect loop.
import { describe, expect, it } from "vitest";
import { createSeeded } from "../../../../src/kit/seeded.ts";
import { createChat, type Chat } from "../../../../src/labs/two-panes-chat/chat.ts";
import { CLIENTS, weather, type Loop } from "../../../../src/labs/two-panes-chat/reconnect.ts";
import { playScene } from "../../../../src/labs/two-panes-chat/scene.ts";
import { createScheduler, type Scheduler } from "../../../../src/sim/scheduler.ts";
import { clockOf } from "../../../../src/ws-mock/index.ts";

const scene = (ending: Parameters<typeof playScene>[0]["ending"], text = "Hello, Ben") =>
  playScene({ text, delay: 20, ending });

describe("the scene", () => {
  it.each([
    ["ada-1000", 1000, true, [1000, 1000]],
    ["ada-none", 1005, true, [1005, 1005]],
    ["hub-1001", 1001, true, [1001, 1001]],
    ["drop", 1006, false, []],
    ["broken", 1006, false, [1002, 1002]],
  ] as const)("%s: %d, wasClean %s", (ending, code, wasClean, travelled) => {
    expect(scene(ending)).toMatchObject({ code, wasClean, travelled, up: 16, down: 12 });
  });

  it("is the same each time", () => {
    expect(scene("broken")).toEqual(scene("broken"));
  });

  it("needs a longer header from 126 bytes on", () => {
    expect(scene("drop", "é".repeat(60))).toMatchObject({ up: 126, down: 122 });
    expect(scene("drop", "✓".repeat(60))).toMatchObject({ up: 188, down: 184 });
  });
});

function openChat(pingEvery: number): { readonly chat: Chat; readonly scheduler: Scheduler } {
  const scheduler = createScheduler();
  const chance = createSeeded(3);
  const chat = createChat({
    clock: clockOf(scheduler),
    delay: 20,
    pingEvery,
    random: (length) => Uint8Array.from({ length }, () => chance.between(0, 255)),
    onChange: () => undefined,
  });
  chat.connect("ada");
  chat.connect("ben");
  scheduler.run(500);
  return { chat, scheduler };
}

describe("the chat", () => {
  it("finds a dead wire by its second unanswered ping, and says 1006 once the wire is whole", () => {
    const { chat, scheduler } = openChat(20_000);
    chat.setCut("ada", true);
    scheduler.run(41_000);
    expect(chat.hub).toContain("No pong from Ada since the last ping: dropped.");
    expect(chat.panes.ada.phase).toBe("open");
    expect(chat.panes.ben.phase).toBe("open");
    chat.setCut("ada", false);
    scheduler.run(45_000);
    expect(chat.panes.ada.ended).toEqual({ code: 1006, wasClean: false });
  });

  it("refuses what no script may send, in words, and stays open", () => {
    const { chat, scheduler } = openChat(0);
    chat.close("ada", 1006);
    chat.close("ada", 1000, "é".repeat(62));
    scheduler.run(1000);
    expect(chat.panes.ada.phase).toBe("open");
    const said = chat.panes.ada.lines.map(({ text }) => text).join("\n");
    expect(said).toContain("InvalidAccessError");
    expect(said).toContain("SyntaxError");
  });

  it("tells nothing any more once it was stopped", () => {
    const { chat, scheduler } = openChat(20_000);
    chat.stop();
    const before = JSON.stringify(chat.panes);
    expect(scheduler.run()).toBe(true);
    expect(JSON.stringify(chat.panes)).toBe(before);
  });

  it("sends nothing without a connection", () => {
    const { chat, scheduler } = openChat(0);
    chat.close("ben");
    scheduler.run(1000);
    chat.say("ben", "hello?");
    expect(chat.panes.ben.lines.at(-1)?.text).toContain("nothing was sent");
  });
});

describe("the reconnect loop", () => {
  const loop: Loop = { first: 8, growth: "double", cap: 45, jitter: "full", reset: "stable" };
  const outage = { seconds: 60, crashes: false };

  it("without chance brings everybody in one second", () => {
    const score = weather({ ...loop, jitter: "none" }, outage, createSeeded(1));
    expect(score.busiest).toBe(CLIENTS);
  });

  it("with chance spreads them, and nobody comes later than the longest delay", () => {
    const score = weather(loop, outage, createSeeded(1));
    expect(score.busiest).toBeLessThan(CLIENTS / 5);
    expect(score.lastBack).toBeLessThanOrEqual(45);
  });

  it("backs off from a crash loop only when the delay is reset later", () => {
    const crashing = { seconds: 60, crashes: true };
    const patient = weather(loop, crashing, createSeeded(1));
    const eager = weather({ ...loop, reset: "open" }, crashing, createSeeded(1));
    expect(eager.attempts).toBeGreaterThan(2 * patient.attempts);
  });
});
