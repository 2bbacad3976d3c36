// The in-memory link: when bytes leave and arrive, what holds them back, and how it ends.
import { describe, expect, it } from "vitest";
import { createScheduler } from "../../../src/sim/scheduler.ts";
import { clockOf } from "../../../src/ws-mock/index.ts";
import { createLink, pathsOf, type LinkOptions } from "../../../src/ws-mock/link.ts";
import type { Pipe } from "../../../src/ws-mock/pipe.ts";

/** A link whose two ends write down everything they are told, with the time. */
function open(options: LinkOptions) {
  const scheduler = createScheduler();
  const log: unknown[][] = [];
  const note = (side: string) => ({
    opened: () => log.push([scheduler.now, side, "opened"]),
    received: (bytes: Uint8Array) => log.push([scheduler.now, side, bytes.length]),
    ended: () => log.push([scheduler.now, side, "ended"]),
    lost: () => log.push([scheduler.now, side, "lost"]),
    left: (count: number) => log.push([scheduler.now, side, `${count} left`]),
  });
  let server: Pipe | null = null;
  const link = createLink(clockOf(scheduler), options, {
    accept(pipe) {
      server = pipe;
      pipe.attach(note("server"));
    },
    gone: () => log.push([scheduler.now, "gone"]),
  });
  link.client.attach(note("client"));
  const run = (until?: number) => {
    scheduler.run(until);
    return log.splice(0);
  };
  return {
    ...{ link, scheduler, run, client: link.client },
    get server(): Pipe {
      if (!server) throw new Error("not connected yet");
      return server;
    },
  };
}

/** A passage that writes down what becomes of it. */
function track(log: unknown[]) {
  return {
    leaves: (at: number, arrives: number) => log.push(["leaves", at, arrives]),
    arrived: (at: number) => log.push(["arrived", at]),
    lost: () => log.push("lost"),
  };
}

const bytes = (count: number) => new Uint8Array(count);

describe("a link", () => {
  it("opens after TCP's round trip", () => {
    expect(open({ delay: 20 }).run()).toEqual([[40, "client", "opened"]]);
  });

  it("carries bytes in order, each way at its own delay and speed", () => {
    const t = open({ up: { delay: 10, bandwidth: 8000 }, down: { delay: 30 } });
    t.run();
    const passage: unknown[] = [];
    t.client.write(bytes(100), track(passage));
    t.client.write(bytes(50));
    t.server.write(bytes(7));
    // 1 byte a millisecond up; down there is only the delay.
    expect(t.run()).toEqual([
      [40, "server", "7 left"],
      [70, "client", 7],
      [140, "client", "100 left"],
      [150, "server", 100],
      [190, "client", "50 left"],
      [200, "server", 50],
    ]);
    expect(passage).toEqual([
      ["leaves", 40, 150],
      ["arrived", 150],
    ]);
  });

  it("drains piece by piece where the wire is slow", () => {
    const t = open({ bandwidth: 1460 * 8 });
    t.run();
    t.client.write(bytes(3000));
    expect(t.run().map(([at, , what]) => [Math.round(at as number), what])).toEqual([
      [1000, "1460 left"],
      [1000, 1460],
      [2000, "1460 left"],
      [2000, 1460],
      [2055, "80 left"],
      [2055, 80],
    ]);
  });

  it("ends each direction behind its bytes", () => {
    const t = open({ delay: 5 });
    t.run();
    t.client.write(bytes(3));
    t.client.end();
    t.client.write(bytes(9));
    t.client.end();
    t.run(16);
    t.server.write(bytes(4));
    t.server.end();
    expect(t.run()).toEqual([
      [16, "server", "4 left"],
      [21, "client", 4],
      [21, "gone"],
      [21, "client", "ended"],
    ]);
  });

  it("resets: what was in flight arrives, what waited is lost, and nothing comes back", () => {
    const t = open({ delay: 5 });
    t.run();
    const fate: unknown[] = [];
    t.server.write(bytes(1), track(fate));
    t.run(11);
    t.server.write(bytes(2), track(fate));
    t.client.write(bytes(3));
    t.server.abort();
    expect(t.run()).toEqual([
      [15, "client", 1],
      [16, "gone"],
      [16, "client", "lost"],
    ]);
    expect(fate).toEqual([["leaves", 10, 15], "lost", ["arrived", 15]]);
    t.client.write(bytes(1));
    t.server.write(bytes(1));
    expect(t.run()).toEqual([]);
  });

  it("that is given up before it stands is never accepted", () => {
    const t = open({ delay: 20 });
    t.client.abort();
    t.client.abort();
    expect(t.run()).toEqual([[0, "gone"]]);
    expect(() => t.server).toThrow("not connected");
  });

  it("a reader who stops holds the sender back once the buffer is full", () => {
    const t = open({ receiveBuffer: 2000, bandwidth: 8e6 });
    t.run();
    t.server.pause();
    t.client.write(bytes(5000));
    expect(t.run()).toEqual([[1.46, "client", "1460 left"]]);
    t.scheduler.run(100);
    t.server.resume();
    const rest = t.run();
    expect(rest[0]).toEqual([100, "server", 1460]);
    expect(rest.filter(([, side]) => side === "server").map(([, , count]) => count)).toEqual([
      1460, 1460, 1460, 620,
    ]);
    expect(rest.at(-1)?.[0]).toBeCloseTo(103.54);
  });

  it("a reader may stop again while it is handed what waited", () => {
    const t = open({});
    t.run();
    t.server.pause();
    t.client.write(bytes(1));
    t.client.write(bytes(2));
    t.run();
    t.server.resume();
    t.server.pause();
    expect(t.run().map(([, side, what]) => [side, what])).toEqual([
      ["server", 1],
      ["server", 2],
    ]);
  });

  it("cut, it carries nothing and tells nobody; mended, it goes on after a delay", () => {
    const t = open({ delay: 10, bandwidth: 8000 });
    t.run();
    t.client.write(bytes(100));
    t.run(50);
    t.link.setAlive(false);
    t.link.setAlive(false);
    t.server.write(bytes(5));
    t.client.write(bytes(1));
    expect(t.run(500)).toEqual([]);
    t.link.setAlive(true);
    expect(t.run()).toEqual([
      [500, "client", "100 left"],
      [501, "client", "1 left"],
      [505, "server", "5 left"],
      [510, "server", 100],
      [511, "server", 1],
      [515, "client", 5],
    ]);
  });

  it("cut with bytes in flight, it delivers them after it is mended", () => {
    const t = open({ delay: 10 });
    t.run();
    t.client.write(bytes(4));
    t.run(25);
    t.link.setAlive(false);
    t.run(100);
    t.link.setAlive(true);
    expect(t.run()).toEqual([[110, "server", 4]]);
  });

  it("cut before it stands, it opens when mended", () => {
    const t = open({ delay: 10 });
    t.link.setAlive(false);
    expect(t.run(100)).toEqual([]);
    t.link.setAlive(true);
    t.run();
    t.server.write(bytes(1));
    expect(t.run().at(-1)?.[2]).toBe(1);
  });

  it("changes its speed under way", () => {
    const t = open({ bandwidth: 1460 * 8 });
    t.run();
    t.client.write(bytes(2920));
    t.run(500);
    t.link.setOptions({ bandwidth: 14_600 * 8 });
    expect(t.run().map(([at]) => at)).toEqual([1000, 1000, 1100, 1100]);
  });

  it.each<LinkOptions>([
    { delay: -1 },
    { delay: Infinity },
    { bandwidth: 0 },
    { up: { delay: NaN } },
    { down: { receiveBuffer: -1 } },
  ])("%j cannot be built", (options) => {
    expect(() => pathsOf(options)).toThrow(RangeError);
  });
});
