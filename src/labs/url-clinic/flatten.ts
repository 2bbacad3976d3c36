// Challenge: an address that is nested too deep. RFC 9205 §4.4, RFC 9110 §3.1.
import type { Challenge, Verdict } from "#kit/lab.ts";
import { refuse } from "#kit/question.ts";
import type { Seen, Setup } from "./clinic.ts";

function check(path: string, parcel: number, scan: number): Verdict {
  if (!path.startsWith("/") || /\s/.test(path)) {
    return refuse("An address here is a path that begins with a slash.", "rfc9110#4.1");
  }
  if (path.includes("?")) {
    return refuse(
      "The query chooses among many. One scan is one thing and has an address of its own.",
      "rfc9110#3.1",
    );
  }
  if (!path.split("/").includes(String(scan))) {
    return refuse(`Scan ${scan} cannot be found by this address.`, "rfc9110#3.1");
  }
  if (/customers|orders|depots/.test(path)) {
    return refuse(
      "Still nested in what the scan does not belong to: a parcel that changes its order would change the address of all its scans.",
      "rfc9205#4.4",
    );
  }
  if (!/^(\/parcels\/\d+)?\/scans\/\d+$/.test(path)) {
    return refuse(
      "Plural, then number, and once more for the part: nothing else is needed.",
      "rfc9205#4.4",
    );
  }
  if (path.startsWith("/parcels") && !path.startsWith(`/parcels/${parcel}/`)) {
    return refuse(`The scan belongs to parcel ${parcel}.`, "rfc9110#3.1");
  }
  return {
    solved: true,
    why: path.startsWith("/parcels")
      ? "The parcel owns its scans, so this nesting says something. Order and customer are links in the content."
      : "A scan has a number of its own, so nothing above it is needed. Parcel, order and customer are links in its content.",
    source: "rfc8288#1",
  };
}

export const flatten: Challenge<Setup, Seen> = {
  id: "flatten",
  title: "Four levels down",
  pose(chance) {
    const [customer, order] = [chance.between(2, 99), chance.between(100, 999)];
    const [parcel, scan] = [chance.between(1000, 8999), chance.between(10_000, 89_999)];
    return {
      ask: `/customers/${customer}/orders/${order}/parcels/${parcel}/scans/${scan}: every parcel and every scan has a number that no other has. Write an address for this scan that survives when the parcel moves to another order.`,
      form: [{ kind: "text", id: "path", ask: "Address", lines: 1 }],
      check: ({ path = "" }) => check(path.trim(), parcel, scan),
    };
  },
};
