// Wireshark's dissector as an independent reader of our captures; absent tools skip their tests.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Whether tshark is on this machine. */
export const hasTshark = spawnSync("tshark", ["--version"]).status === 0;

const CHECKS = [
  "-o",
  "tcp.check_checksum:TRUE",
  "-o",
  "ip.check_checksum:TRUE",
  "-o",
  "udp.check_checksum:TRUE",
];

/** One dissected packet: every occurrence of each asked field, in order. */
export type Row = Readonly<Record<string, readonly string[]>>;

/** Runs tshark over a pcapng file and returns the asked fields of the packets that pass `filter`. */
export function dissect(
  capture: Uint8Array,
  fields: readonly string[],
  filter = "",
  options: readonly string[] = [],
): Row[] {
  const folder = mkdtempSync(join(tmpdir(), "on-the-wire-"));
  try {
    const path = join(folder, "trace.pcapng");
    writeFileSync(path, capture);
    const output = execFileSync(
      "tshark",
      [
        ...[
          "-n",
          "-2",
          "-r",
          path,
          "-T",
          "fields",
          "-E",
          "occurrence=a",
          "-E",
          "aggregator=\u001f",
        ],
        ...["-E", "separator=\u001e", ...CHECKS, ...options],
        ...(filter === "" ? [] : ["-Y", filter]),
        ...fields.flatMap((field) => ["-e", field]),
      ],
      { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], maxBuffer: 2 ** 28 },
    );
    return output
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => {
        const columns = line.split("\u001e");
        return Object.fromEntries(
          fields.map((field, index) => [
            field,
            (columns[index] ?? "").split("\u001f").filter((text) => text !== ""),
          ]),
        );
      });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Malformed packets and expert errors of a capture, one line each; empty when all is well. */
export const complaints = (capture: Uint8Array, options: readonly string[] = []): string[] =>
  dissect(
    capture,
    ["frame.number", "_ws.expert.message", "_ws.expert.severity"],
    "_ws.malformed or _ws.expert.severity == error",
    options,
  ).map((row) => `${row["frame.number"]?.[0]}: ${row["_ws.expert.message"]?.join("; ")}`);
