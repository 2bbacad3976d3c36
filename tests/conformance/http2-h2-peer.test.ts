// Our HTTP/2 connection against python3-h2, in both roles, over the pipes of a child process.
import { spawn, spawnSync } from "node:child_process";
import { Duplex } from "node:stream";
import { describe, expect, it } from "vitest";
import type { ConnectionOptions } from "#protocols/http2/index.ts";
import type { HeaderField } from "#protocols/semantics/fields.ts";
import { concat, utf8, utf8Text } from "#wire/index.ts";
import { openTally } from "../support/conformance-report.ts";
import { askAll, drive, type Asked } from "../support/http2-over-socket.ts";

const probe = ["python3", "/usr/bin/python3"].flatMap((python) => {
  const script = "import h2; print(h2.__version__)";
  const { status, stdout } = spawnSync(python, ["-c", script], { encoding: "utf8" });
  return status === 0 ? [{ python, version: stdout.trim() }] : [];
})[0];

// As a server it echoes each request's content with what it saw in fields; as a client it sends
// twenty requests at once, reads the echoes and prints nothing but wire bytes. Its exit code is 0
// when every echo was right. Sending waits for the windows, as h2 demands of its user.
const SCRIPT = `
import os, sys
from h2.connection import H2Connection
from h2.config import H2Configuration
from h2.settings import SettingCodes
from h2 import events as ev
client, window = sys.argv[1] == "client", int(sys.argv[2])
conn = H2Connection(config=H2Configuration(client_side=client, header_encoding="latin-1"))
conn.initiate_connection()
conn.update_settings({SettingCodes.INITIAL_WINDOW_SIZE: window})
bodies, heads, waiting, done = {}, {}, {}, 0
def flush():
    for sid in list(waiting):
        data = waiting[sid]
        while True:
            room = min(conn.local_flow_control_window(sid), conn.max_outbound_frame_size)
            if data and room <= 0:
                break
            part, data = data[:room], data[room:]
            if data:
                conn.send_data(sid, part)
                continue
            conn.send_data(sid, part)
            conn.send_headers(sid, [("x-sum", str(sid))], end_stream=True)
            del waiting[sid]
            break
        else:
            continue
        if sid in waiting:
            waiting[sid] = data
    os.write(1, conn.data_to_send())
if client:
    for n in range(20):
        sid = 2 * n + 1
        conn.send_headers(sid, [(":method", "POST"), (":scheme", "http"), (":authority", "x"),
                                (":path", "/%d" % n), ("authorization", "s" * n)])
        waiting[sid] = bytes([n]) * (n * 20)
flush()
while True:
    chunk = os.read(0, 65536)
    if not chunk:
        sys.exit(3 if client else 0)
    for event in conn.receive_data(chunk):
        if isinstance(event, (ev.RequestReceived, ev.ResponseReceived)):
            heads[event.stream_id] = dict(event.headers)
            bodies.setdefault(event.stream_id, b"")
        elif isinstance(event, ev.DataReceived):
            bodies[event.stream_id] += event.data
            if event.flow_controlled_length:
                conn.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        elif isinstance(event, ev.TrailersReceived):
            heads[event.stream_id].update(event.headers)
        elif isinstance(event, ev.StreamEnded):
            sid = event.stream_id
            if client:
                n = (sid - 1) // 2
                good = (heads[sid][":status"] == "200" and bodies[sid] == bytes([n]) * (n * 20)
                        and heads[sid]["x-seen"] == "s" * n and heads[sid]["x-sum"] == str(sid))
                if not good:
                    sys.exit(4)
                done += 1
                if done == 20:
                    conn.close_connection()
                    os.write(1, conn.data_to_send())
                    sys.exit(0)
            else:
                head = heads[sid]
                conn.send_headers(sid, [(":status", "200"), ("x-path", head[":path"]),
                                        ("x-seen", head.get("authorization", ""))])
                waiting[sid] = bodies[sid]
        elif isinstance(event, ev.StreamReset):
            sys.exit(5)
    flush()
`;

/** The child's pipes as one socket. */
function pipes(python: string, role: "client" | "server", window: number) {
  const child = spawn(python, ["-c", SCRIPT, role, String(window)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.on("error", () => undefined);
  const exit = new Promise<number | null>((resolve) => child.on("exit", resolve));
  return { socket: Duplex.from({ readable: child.stdout, writable: child.stdin }), exit };
}

const valueOf = (fields: readonly HeaderField[], name: string): string | undefined =>
  fields.find(([other]) => other === name)?.[1];

describe.skipIf(!probe)("python3-h2", () => {
  const { python, version } = probe ?? { python: "", version: "" };
  const tally = openTally("peer: python3-h2", "http2", []);
  const windows: [number, Omit<ConnectionOptions, "role">][] = [
    [65_535, {}],
    [1, { settings: { initialWindowSize: 1 } }],
    [100, { settings: { initialWindowSize: 50, headerTableSize: 100 }, maxDataSize: 30 }],
  ];

  it.each(windows)(
    "as a server echoes what our client sends; its window is %i",
    async (window, options) => {
      const { exit, socket } = pipes(python, "server", window);
      const asked = Array.from({ length: 40 }, (_, place): Asked => {
        const fields: HeaderField[] = [
          [":method", "POST"],
          [":scheme", "http"],
          [":authority", "x"],
          [":path", `/${place}`],
          ["authorization", "s".repeat(place)],
        ];
        return { fields, content: [utf8("é".repeat(place)), utf8("!")] };
      });
      const { responses } = await askAll(socket, asked, options);
      responses.forEach(({ content, fields, trailers }, place) => {
        expect(utf8Text(content)).toBe(utf8Text(concat(asked[place]!.content!)));
        expect(valueOf(fields, "x-path")).toBe(`/${place}`);
        expect(valueOf(fields, "x-seen")).toBe("s".repeat(place));
        expect(trailers).toEqual([["x-sum", String(2 * place + 1)]]);
        tally.put(`server, window ${window}`, valueOf(fields, ":status") === "200");
      });
      socket.end();
      expect(await exit).toBe(0);
    },
  );

  it.each(windows)(
    "as a client is content with our server; its window is %i",
    async (window, options) => {
      const { exit, socket } = pipes(python, "client", window);
      let answered = 0;
      drive(
        socket,
        { role: "server", ...options },
        (id, { content, fields, trailers }, { connection }) => {
          answered += 1;
          expect(trailers).toEqual([["x-sum", String(id)]]);
          const seen = valueOf(fields, "authorization") ?? "";
          connection.sendHeaders(id, [
            [":status", "200"],
            ["x-seen", seen],
          ]);
          connection.sendData(id, content);
          connection.sendHeaders(id, trailers, { endStream: true });
        },
      );
      const code = await exit;
      expect([code, answered]).toEqual([0, 20]);
      for (let request = 0; request < 20; request += 1)
        tally.put(`client, window ${window}`, code === 0);
      if (window === 100) expect(tally.finish({ peer: `h2 ${version}` })).toEqual([]);
    },
  );
});
