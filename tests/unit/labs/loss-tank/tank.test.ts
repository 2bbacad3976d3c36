import { describe, expect, it } from "vitest";
import { CASES, DRAWS } from "../../../../src/labs/loss-tank/cases.ts";
import { RESOURCES, VERSIONS, type Seen } from "../../../../src/labs/loss-tank/pages.ts";
import { decode, encode, START } from "../../../../src/labs/loss-tank/setup.ts";
import { planTank, runTank } from "../../../../src/labs/loss-tank/tank.ts";
import { computeHandshakes } from "../../../../src/labs/loss-tank/work.ts";
import type { MessageEvent } from "../../../../src/trace/index.ts";

const handshakes = await computeHandshakes();
const run = (change: Partial<typeof START>): Seen => runTank({ ...START, ...change }, handshakes);

describe("the cases in which HTTP/3 gains nothing", () => {
  it.each(DRAWS)("$name: as many resources wait as over HTTP/2", ({ id, setup }) => {
    const { http2, http3 } = runTank(setup, handshakes);
    expect(http3.stalled.length).toBeGreaterThanOrEqual(http2.stalled.length);
    if (id === "no-loss") expect(http2.lost + http3.lost).toBe(0);
    else expect(http3.stalled.length).toBeGreaterThan(0);
  });

  it("name the five of the lesson, and nothing else is a draw among the cases", () => {
    expect(DRAWS.map(({ id }) => id)).toEqual([
      "one-stream",
      "sequential",
      "bursts",
      "no-loss",
      "qpack",
    ]);
    for (const { id, setup } of CASES) {
      if (DRAWS.some((draw) => draw.id === id) || id === "moves") continue;
      const { http2, http3 } = runTank(setup, handshakes);
      expect(http3.stalled.length, id).toBeLessThan(http2.stalled.length);
    }
  });

  it("wait for QPACK although their own bytes are there", () => {
    const { http3 } = runTank(DRAWS.find(({ id }) => id === "qpack")?.setup ?? START, handshakes);
    const blocked = http3.stalled.filter((id) => !http3.carried.includes(id));
    expect(blocked.length).toBeGreaterThan(0);
  });
});

describe("each version", () => {
  it("loses the packet that was chosen, and only it", () => {
    for (const drop of [1, 6, 17, 30]) {
      const seen = run({ drop });
      const plan = planTank({ ...START, drop }, handshakes);
      for (const version of VERSIONS) {
        expect(seen[version].lost, `${version}, packet ${drop}`).toBe(1);
        const planned = plan[version][drop - 1]?.map((place) => RESOURCES.three[place]?.id);
        expect(seen[version].carried, `${version}, packet ${drop}`).toEqual(planned);
      }
    }
  });

  it("loses the same packets again from the same throw of the dice, others from another", () => {
    const change = { page: "hundred", loss: "rate", rate: 2 } as const;
    const lost = ({ http3 }: Seen): number[] =>
      http3.load.trace.events.flatMap((event) =>
        event.kind === "message" && event.packet !== undefined && event.arrives === null
          ? [event.packet.number]
          : [],
      );
    expect(lost(run(change))).toEqual(lost(run(change)));
    expect(lost(run(change))).not.toEqual(lost(run({ ...change, seed: 2 })));
  });

  it.each([
    ["rate", 5],
    ["bursts", 5],
  ] as const)("loses about the asked share of packets: %s, %d of a hundred", (loss, rate) => {
    let [lost, sent] = [0, 0];
    for (let seed = 1; seed <= 30; seed += 1) {
      const { http3 } = run({ page: "one", loss, rate, seed });
      lost += http3.lost;
      sent += http3.load.trace.events.filter(
        (event): event is MessageEvent =>
          event.kind === "message" && event.packet !== undefined && event.from === "server",
      ).length;
    }
    expect(lost / sent).toBeGreaterThan(0.025);
    expect(lost / sent).toBeLessThan(0.085);
  });

  it("completes the page whatever is set, and tells each resource until it is complete", () => {
    for (const page of ["one", "three", "hundred"] as const) {
      for (const moves of [0, 200, 400]) {
        const seen = run({ page, moves, loss: "rate", rate: 2 });
        for (const version of VERSIONS) {
          const { load } = seen[version];
          expect(Object.keys(load.completed).sort()).toEqual(
            RESOURCES[page].map(({ id }) => id).sort(),
          );
          for (const [id, completed] of Object.entries(load.completed)) {
            const own = load.trace.events.filter(
              (event) =>
                event.kind === "span" && event.resource === id && event.phase !== "stalled",
            );
            const ends = own.map((event) => (event.kind === "span" ? event.until : 0));
            expect(Math.max(...ends)).toBeCloseTo(completed, 6);
          }
        }
      }
    }
  });
});

describe("a change of address", () => {
  it("makes TCP begin anew and leaves QUIC its one connection", () => {
    const still = run({ loss: "none" });
    const moved = run({ loss: "none", moves: 220 });
    expect(moved.http3.load.trace.connections).toHaveLength(1);
    expect(moved.http2.load.trace.connections).toHaveLength(2);
    expect(moved.http1.load.trace.connections.length).toBeGreaterThan(3);
    const cost = (version: "http2" | "http3"): number =>
      moved[version].load.total - still[version].load.total;
    expect(cost("http2")).toBeGreaterThan(cost("http3"));
    const paths = moved.http3.load.trace.events.flatMap((event) =>
      event.kind === "message" && event.packet !== undefined ? [event.packet.path] : [],
    );
    expect(new Set(paths)).toEqual(new Set([0, 1]));
  });

  it("after the page is complete changes nothing over TCP", () => {
    const { http2 } = run({ loss: "none", moves: 600 });
    expect(http2.moved).toBe(false);
    expect(http2.load.trace.connections).toHaveLength(1);
  });
});

describe("the turns of a run", () => {
  it("are marked: each lost packet, and the change of address", () => {
    const marksOf = (seen: Seen, version: "http1" | "http2" | "http3"): string[] =>
      seen[version].load.trace.events.flatMap(({ mark }) => mark ?? []);
    for (const version of VERSIONS) {
      expect(marksOf(run({}), version)).toEqual(["lost"]);
      expect(marksOf(run({ loss: "none", moves: 220 }), version)).toEqual(["the address changes"]);
    }
  });
});

describe("a setup in a link", () => {
  it("comes back as it was, for each case", () => {
    for (const { setup } of CASES) expect(decode(encode(setup))).toEqual(setup);
  });
});
