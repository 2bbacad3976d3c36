// Protocol Buffers decoding: our inspector, which knows no schema, beside @bufbuild/protobuf, which
// does. The two do different work, so the figure is for information and has no goal.
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { FileDescriptorProtoSchema, file_google_protobuf_descriptor } from "@bufbuild/protobuf/wkt";
import { inspect, likeliest, type ProtoField } from "../../src/protocols/protobuf/index.ts";

const bytes = toBinary(FileDescriptorProtoSchema, file_google_protobuf_descriptor.proto);

/** Follows the likeliest reading into every embedded message, as a schema would. */
function readAll(fields: readonly ProtoField[]): number {
  let count = fields.length;
  for (const { wireType, candidates } of fields) {
    if (wireType === 2 && likeliest(candidates) === "message") {
      count += readAll(candidates.message ?? []);
    }
  }
  return count;
}

function top(): number {
  const step = inspect(bytes);
  return step.kind === "done" ? step.value.length : 0;
}

function deep(): number {
  const step = inspect(bytes);
  return step.kind === "done" ? readAll(step.value) : 0;
}

/** Messages a second: the best of several rounds of at least 50 ms. */
function speed(work: () => unknown): number {
  let best = 0;
  for (let round = 0; round < 7; round += 1) {
    let turns = 0;
    const start = performance.now();
    while (performance.now() - start < 50) {
      work();
      turns += 1;
    }
    best = Math.max(best, (1000 * turns) / (performance.now() - start));
  }
  return best;
}

const peer = speed(() => fromBinary(FileDescriptorProtoSchema, bytes));
console.table(
  [
    { work: "ours, top level only", rate: speed(top) },
    { work: "ours, all levels, all readings", rate: speed(deep) },
    { work: "@bufbuild/protobuf, by schema", rate: peer },
  ].map(({ work, rate }) => ({
    work,
    "messages/s": Math.round(rate),
    "MB/s": ((rate * bytes.length) / 1e6).toFixed(1),
    ratio: (rate / peer).toFixed(2),
  })),
);
console.log(`protobuf: one message of ${bytes.length} bytes, ${deep()} records (report only)`);
