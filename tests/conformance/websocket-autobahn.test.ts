// The Autobahn cases as an echo endpoint: in the server's and in the client's role, each frame whole,
// byte by byte, and all frames of a case in one piece.
import { describe, expect, it } from "vitest";
import { createEndpoint } from "#protocols/websocket/index.ts";
import { concat } from "#wire/index.ts";
import {
  AUTOBAHN,
  autobahnCases as cases,
  FEEDINGS,
  judge,
  peerBytes,
  play,
  type Role,
  type Target,
} from "../support/autobahn.ts";
import { recordSuite } from "../support/conformance-report.ts";
import { damaged } from "../support/damage.ts";
import { hasSuite } from "../support/vectors.ts";

const random = (length: number): Uint8Array => new Uint8Array(length).fill(0x5a);

/** The bare endpoint, which echoes messages as soon as they are whole. */
function echoEndpoint(role: Role): Target {
  const endpoint = createEndpoint({ role, random });
  let failed = false;
  return {
    receive(bytes) {
      for (const event of endpoint.receive(bytes)) {
        if (event.kind === "failed") failed = true;
        if (event.kind === "message" && event.binary) endpoint.sendBinary(event.data);
        if (event.kind === "message" && !event.binary) endpoint.sendText(event.data);
      }
    },
    takeBytes: () => endpoint.takeBytes(),
    get failed() {
      return failed;
    },
  };
}

describe.skipIf(!hasSuite(AUTOBAHN))("Autobahn", () => {
  const tally = { cases: 0, agree: 0 };
  for (const role of ["server", "client"] as const) {
    it(`passes every case in the ${role}'s role`, () => {
      const wrong: string[] = [];
      for (const test of cases) {
        const answers = FEEDINGS.map((feeding) =>
          judge(test, play(test, role, feeding, echoEndpoint(role)), feeding.together),
        ).filter((answer) => answer !== null);
        tally.cases += 1;
        if (answers.length === 0) tally.agree += 1;
        else wrong.push(`${test.id}: ${answers.join(" | ")}`);
      }
      expect(wrong).toEqual([]);
    });
  }

  it("survives every case with a flipped bit, a cut or an insertion", () => {
    for (const test of cases) {
      const bytes = concat(peerBytes(test.send, "server").filter((piece) => piece !== null));
      if (bytes.length > 2000) continue; // long runs of one byte say nothing new
      for (const input of damaged(bytes)) {
        const endpoint = createEndpoint({ role: "server" });
        const kinds = endpoint.receive(input).map(({ kind }) => kind);
        const over = kinds.findIndex((kind) => kind === "close" || kind === "failed");
        expect(over === -1 || over === kinds.length - 1).toBe(true);
        expect(endpoint.state).toBe(over === -1 ? "open" : "closed");
        endpoint.takeBytes();
      }
    }
  });

  it("is recorded", () => {
    expect(cases.length).toBeGreaterThan(100);
    recordSuite({ suite: AUTOBAHN, engine: "websocket", ...tally, deviations: [], ran: true });
  });
});
