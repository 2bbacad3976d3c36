// Our QPACK encoder and decoder against those of nghttp3, over the pipes of a child process.
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { afterAll, describe, expect, it } from "vitest";
import { formatHex, parseHex } from "#wire/index.ts";
import type { HeaderField } from "#protocols/semantics/index.ts";
import { createQpackDecoder, createQpackEncoder } from "#protocols/http3/index.ts";
import { recordSuite } from "../support/conformance-report.ts";

// One command a line, one answer a line; every argument is a number or hex ("-" for nothing).
const SCRIPT = `
import ctypes as c, sys
for name in ("libnghttp3.so.9", "libnghttp3.so.3"):
    try:
        lib = c.CDLL(name)
        break
    except OSError:
        lib = None
if lib is None:
    sys.exit(1)
class Info(c.Structure):
    _fields_ = [("age", c.c_int), ("num", c.c_int), ("text", c.c_char_p)]
class Buf(c.Structure):
    _fields_ = [(name, c.c_void_p) for name in ("begin", "end", "pos", "last")]
class Vec(c.Structure):
    _fields_ = [("base", c.c_void_p), ("len", c.c_size_t)]
class Line(c.Structure):
    _fields_ = [("name", c.c_void_p), ("value", c.c_void_p), ("token", c.c_int32), ("flags", c.c_uint8)]
class Pair(c.Structure):
    _fields_ = [("name", c.c_char_p), ("value", c.c_char_p), ("n", c.c_size_t), ("v", c.c_size_t), ("flags", c.c_uint8)]
lib.nghttp3_version.restype = c.POINTER(Info)
lib.nghttp3_mem_default.restype = c.c_void_p
lib.nghttp3_rcbuf_get_buf.restype = Vec
for name in ("decoder_read_encoder", "decoder_read_request", "encoder_read_decoder"):
    getattr(lib, "nghttp3_qpack_" + name).restype = c.c_ssize_t
lib.nghttp3_qpack_decoder_get_decoder_streamlen.restype = c.c_size_t
mem = c.c_void_p(lib.nghttp3_mem_default())
if len(sys.argv) > 1:
    print(lib.nghttp3_version(0).contents.text.decode())
    sys.exit(0)
decoder, encoder, contexts = c.c_void_p(), c.c_void_p(), {}
octets = lambda text: b"" if text == "-" else bytes.fromhex(text)
content = lambda buf: c.string_at(buf.pos, (buf.last or 0) - (buf.pos or 0)) if buf.pos else b""
def section(stream, data):
    if stream not in contexts:
        context = c.c_void_p()
        lib.nghttp3_qpack_stream_context_new(c.byref(context), c.c_int64(stream), mem)
        contexts[stream] = (context, data)
    context, data = contexts[stream]
    lines, at = [], 0
    while True:
        line, flags = Line(), c.c_uint8()
        read = lib.nghttp3_qpack_decoder_read_request(decoder, context, c.byref(line), c.byref(flags),
            data[at:], c.c_size_t(len(data) - at), c.c_int(1))
        if read < 0:
            return "fault %d" % read
        at += read
        if flags.value & 1:
            for buf in (line.name, line.value):
                vec = lib.nghttp3_rcbuf_get_buf(c.c_void_p(buf))
                lines.append(c.string_at(vec.base, vec.len).hex() or "-")
                lib.nghttp3_rcbuf_decref(c.c_void_p(buf))
            lines.append(str(line.flags & 1))
        if flags.value & 4:
            contexts[stream] = (context, data[at:])
            return "blocked"
        if flags.value & 2:
            lib.nghttp3_qpack_stream_context_del(context)
            del contexts[stream]
            return " ".join(["done"] + lines)
for command in sys.stdin:
    op, *args = command.split()
    if op == "limits":
        capacity, blocked = int(args[0]), int(args[1])
        decoder, encoder, contexts = c.c_void_p(), c.c_void_p(), {}
        lib.nghttp3_qpack_decoder_new(c.byref(decoder), c.c_size_t(capacity), c.c_size_t(blocked), mem)
        lib.nghttp3_qpack_encoder_new(c.byref(encoder), c.c_size_t(capacity), mem)
        lib.nghttp3_qpack_encoder_set_max_dtable_capacity(encoder, c.c_size_t(capacity))
        lib.nghttp3_qpack_encoder_set_max_blocked_streams(encoder, c.c_size_t(blocked))
        answer = "done"
    elif op == "instructions":
        data = octets(args[0])
        answer = str(lib.nghttp3_qpack_decoder_read_encoder(decoder, data, c.c_size_t(len(data))) - len(data))
    elif op == "section":
        answer = section(int(args[0]), octets(args[1]))
    elif op == "replies":
        length = lib.nghttp3_qpack_decoder_get_decoder_streamlen(decoder)
        store = c.create_string_buffer(max(1, length))
        start = c.addressof(store)
        buf = Buf(start, start + length, start, start)
        lib.nghttp3_qpack_decoder_write_decoder(decoder, c.byref(buf))
        answer = content(buf).hex() or "-"
    elif op == "encode":
        values = [octets(text) for text in args[1:]]
        pairs = (Pair * (len(values) // 2))(*[
            Pair(values[at], values[at + 1], len(values[at]), len(values[at + 1]), 0)
            for at in range(0, len(values), 2)])
        prefix, lines, instructions = Buf(), Buf(), Buf()
        lib.nghttp3_qpack_encoder_encode(encoder, c.byref(prefix), c.byref(lines), c.byref(instructions),
            c.c_int64(int(args[0])), pairs, c.c_size_t(len(pairs)))
        answer = "%s %s" % (content(instructions).hex() or "-", (content(prefix) + content(lines)).hex())
    else:
        data = octets(args[0])
        answer = str(lib.nghttp3_qpack_encoder_read_decoder(encoder, data, c.c_size_t(len(data))) - len(data))
    print(answer, flush=True)
`;

const probe = spawnSync("python3", ["-c", SCRIPT, "version"], { encoding: "utf8" });
const version = probe.status === 0 ? probe.stdout.trim() : null;
const hex = (text: string): Uint8Array => parseHex(text === "-" ? "" : text) ?? new Uint8Array(0);
const told = (bytes: Uint8Array): string => (bytes.length === 0 ? "-" : formatHex(bytes));
const octets = (text: string): string =>
  told(Uint8Array.from(text, (letter) => letter.charCodeAt(0)));
const letters = (text: string): string => String.fromCharCode(...hex(text));

let child: ChildProcess | null = null;
let answers: AsyncIterator<string> | null = null;

/** Sends one command and waits for its answer. */
async function ask(...command: (string | number | bigint)[]): Promise<string> {
  if (child === null || answers === null) {
    child = spawn("python3", ["-c", SCRIPT], { stdio: ["pipe", "pipe", "inherit"] });
    if (child.stdout === null) throw new Error("no pipe");
    answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }
  child.stdin?.write(`${command.join(" ")}\n`);
  const answer = await answers.next();
  if (answer.done === true) throw new Error(`${command.join(" ")}: nghttp3 is gone`);
  return answer.value;
}

/** A page of a browser session: some lines repeat, some change with every request. */
const request = (turn: number): HeaderField[] => [
  [":method", turn % 5 === 0 ? "POST" : "GET"],
  [":scheme", "https"],
  [":authority", "parcels.example"],
  [":path", `/parcels/${turn % 13}?page=${turn}`],
  ["user-agent", "course/1.0 (a browser of some length)"],
  ["accept", "*/*"],
  ["cookie", `session=${"abcdef"[turn % 6]}`],
  ["x-octets", String.fromCharCode(turn % 256, 0xe9, 0xff)],
  ["authorization", `Bearer ${turn}`],
  ["x-empty", ""],
];

const limits = [
  [0, 0],
  [100, 0],
  [220, 1],
  [4096, 0],
  [4096, 100],
] as const;
let cases = 0;

describe.skipIf(version === null)("nghttp3 as a peer", () => {
  it.each(limits)(
    "its decoder reads ours: capacity %d, %d streams may wait",
    async (capacity, blocked) => {
      const encoder = createQpackEncoder({
        maxTableCapacity: capacity,
        maxBlockedStreams: blocked,
      });
      await ask("limits", capacity, blocked);
      for (let turn = 0; turn < 60; turn += 1) {
        const streamId = BigInt(4 * turn);
        const fields = request(turn);
        const section = encoder.encode(streamId, fields);
        const instructions = told(encoder.takeEncoderStream());
        // Every third time the section overtakes the instructions.
        const early = turn % 3 === 0 ? await ask("section", streamId, told(section)) : "blocked";
        if (!early.startsWith("done")) {
          expect(early).toBe("blocked");
          expect(await ask("instructions", instructions)).toBe("0");
        }
        const answer = early.startsWith("done")
          ? early
          : await ask("section", streamId, told(section));
        if (early.startsWith("done")) expect(await ask("instructions", instructions)).toBe("0");
        const expected = fields.flatMap(([name, value]) => [
          octets(name),
          octets(value),
          name === "authorization" ? "1" : "0",
        ]);
        expect(answer.split(" ")).toEqual(["done", ...expected]);
        if (turn % 4 === 3) {
          expect(encoder.receiveDecoderStream(hex(await ask("replies")))).toEqual({ kind: "done" });
        }
        cases += 1;
      }
    },
  );

  it.each(limits)(
    "our decoder reads its: capacity %d, %d streams may wait",
    async (capacity, blocked) => {
      const decoder = createQpackDecoder({
        maxTableCapacity: capacity,
        maxBlockedStreams: blocked,
      });
      await ask("limits", capacity, blocked);
      for (let turn = 0; turn < 60; turn += 1) {
        const streamId = BigInt(4 * turn);
        const fields = request(turn);
        const answer = await ask("encode", streamId, ...fields.flat().map(octets));
        const [instructions = "-", section = "-"] = answer.split(" ");
        const early = decoder.decodeSection(streamId, hex(section));
        const late = decoder.receiveEncoderStream(hex(instructions));
        if (late.kind === "fault") throw new Error(late.fault.text);
        const value = early.kind === "done" ? early.value : late.unblocked[0]?.value;
        expect(value).toEqual(fields);
        if (turn % 4 === 3)
          expect(await ask("acknowledge", told(decoder.takeDecoderStream()))).toBe("0");
        cases += 1;
      }
    },
  );

  it("reads the octets of every value", () => {
    expect(letters(octets("\0\xff"))).toBe("\0\xff");
  });
});

afterAll(() => {
  child?.kill();
  const peer = `nghttp3 ${version ?? "absent"}, its decoder after our encoder and the reverse`;
  const suite = "peer: nghttp3";
  recordSuite({
    suite,
    engine: "qpack",
    cases,
    agree: cases,
    deviations: [],
    peer,
    ran: version !== null,
  });
});
