// What a script and a server do to each other, as data: played with the mock's class, with a real
// browser's and with other servers, so that what each side saw can be compared.
import type { MockServer } from "../../src/ws-mock/index.ts";
import { concat, formatHex, latin1, utf8 } from "../../src/wire/index.ts";
import { acceptKeyNow, writeFrame } from "../../src/protocols/websocket/index.ts";

/** What a script does; `long` sends so many letters. */
export type Action =
  | readonly ["send", string]
  | readonly ["bytes", readonly number[]]
  | readonly ["blob", readonly number[]]
  | readonly ["long", number]
  | readonly ["close", code?: number, reason?: string];

/** A script: what it does at first, when opened, and at each message in turn. */
export interface Plan {
  readonly protocols?: readonly string[];
  readonly binaryType?: BinaryType;
  readonly atOnce?: readonly Action[];
  readonly onOpen?: readonly Action[];
  readonly onMessage?: readonly (readonly Action[])[];
}

/**
 * Plays a plan and resolves with every event, the last one being close. It runs in a page, too, and
 * so uses nothing but its arguments.
 */
export async function play(Socket: typeof WebSocket, url: string, plan: Plan): Promise<unknown[]> {
  const seen: unknown[] = [];
  const socket = new Socket(url, [...(plan.protocols ?? [])]);
  if (plan.binaryType) socket.binaryType = plan.binaryType;
  const act = (actions: readonly Action[] = []) => {
    for (const action of actions) {
      if (action[0] === "send") socket.send(action[1]);
      else if (action[0] === "bytes") socket.send(Uint8Array.from(action[1]));
      else if (action[0] === "blob") socket.send(new Blob([Uint8Array.from(action[1])]));
      else if (action[0] === "long") socket.send("x".repeat(action[1]));
      else socket.close(action[1], action[2]);
    }
  };
  const closed = new Promise<void>((resolve) => {
    let messages = 0;
    const reading: Promise<void>[] = [];
    socket.onopen = () => {
      seen.push(["open", socket.protocol, socket.extensions, socket.readyState]);
      act(plan.onOpen);
    };
    socket.onmessage = ({ data, origin }) => {
      const place = seen.push(null) - 1;
      const state = socket.readyState;
      const show = (value: unknown) => {
        const text =
          value instanceof ArrayBuffer ? `bytes ${String(new Uint8Array(value))}` : String(value);
        const short = text.length > 80 ? `${text.slice(0, 20)}… ${text.length}` : text;
        seen[place] = ["message", short, new URL(origin).protocol, state];
      };
      if (data instanceof Blob) reading.push(data.arrayBuffer().then(show));
      else show(data);
      act(plan.onMessage?.[messages]);
      messages += 1;
    };
    socket.onerror = () => seen.push(["error", socket.readyState]);
    socket.onclose = ({ code, reason, wasClean }) => {
      seen.push(["close", code, reason, wasClean, socket.readyState]);
      void Promise.all(reading).then(() => resolve());
    };
  });
  act(plan.atOnce);
  await closed;
  return seen;
}

/** One exchange: a plan against a server. */
export interface Exchange {
  readonly name: string;
  readonly plan: Plan;
  readonly server: MockServer;
}

/** A server that accepts and then does something. */
const accepting =
  (then: (peer: ReturnType<Parameters<MockServer>[0]["accept"]>) => void): MockServer =>
  (handshake) =>
    then(handshake.accept({ protocol: handshake.protocols[0] }));

/** Echoes every message. */
export const echo: MockServer = accepting((peer) => {
  peer.listen((event) => {
    if (event.kind === "message") peer.send(event.data);
  });
});

const bye: Action = ["close", 1000, "bye"];
const TEXTS = ["", "Sendung 4711 — zugestellt ✔", "x".repeat(125), "y".repeat(126), "𝄞".repeat(20)];

/** Closes after the last of the plan's echoes has come back. */
const echoing = (sends: readonly Action[], binaryType?: BinaryType): Plan => ({
  ...(binaryType ? { binaryType } : {}),
  onOpen: sends,
  onMessage: sends.map((_, index) => (index === sends.length - 1 ? [bye] : [])),
});

/** A server that accepts and puts raw bytes on the wire. */
const raw = (bytes: Uint8Array): MockServer => accepting((peer) => peer.sendRaw(bytes));
const head = (lines: readonly string[]) => latin1(`${lines.join("\r\n")}\r\n\r\n`);

/** A 101 with changes: a line replaces the one of the same name, an empty value removes it. */
const altered =
  (changes: Readonly<Record<string, string>>): MockServer =>
  (handshake) => {
    const key = handshake.request.fields.find(([name]) => /^sec-websocket-key$/i.test(name));
    const fields = {
      Upgrade: "websocket",
      Connection: "Upgrade",
      "Sec-WebSocket-Accept": acceptKeyNow(key?.[1] ?? ""),
      ...changes,
    };
    const lines = Object.entries(fields).filter(([, value]) => value !== "");
    handshake.answerRaw(
      head(["HTTP/1.1 101 Switching Protocols", ...lines.map((line) => line.join(": "))]),
    );
  };

const refusing = (status: number): Exchange => ({
  name: `handshake refused with ${status}`,
  plan: {},
  server: (handshake) =>
    handshake.refuse({ status, fields: status === 302 ? [["Location", "/elsewhere"]] : [] }),
});

const broken = (name: string, bytes: Uint8Array): Exchange => ({
  name: `broken by the server: ${name}`,
  plan: {},
  server: raw(bytes),
});

const closing = (name: string, payload: readonly number[]): Exchange => ({
  name: `close frame of the server: ${name}`,
  plan: {},
  server: accepting((peer) => peer.sendFrame({ opcode: 8, payload: Uint8Array.from(payload) })),
});
const codeBytes = (code: number): number[] => [code >> 8, code & 0xff];

/** Every exchange. */
export const EXCHANGES: readonly Exchange[] = [
  {
    name: "text, from empty to 16-bit lengths",
    plan: echoing([...TEXTS.map((text): Action => ["send", text]), ["long", 65_536]]),
    server: echo,
  },
  {
    name: "binary as ArrayBuffer",
    plan: echoing(
      [
        ["bytes", []],
        ["bytes", [1, 2, 255]],
        ["blob", [9, 8, 7]],
        ["send", "after the blob"],
      ],
      "arraybuffer",
    ),
    server: echo,
  },
  {
    name: "binary as Blob",
    plan: echoing(
      [
        ["bytes", [1, 2, 255]],
        ["blob", [3, 4]],
      ],
      "blob",
    ),
    server: echo,
  },
  {
    name: "fragments with a ping between them, within a character",
    plan: { onMessage: [[], [bye]] },
    server: accepting((peer) => {
      const text = utf8("ein Paket für Zoë");
      peer.sendFrame({ opcode: 1, fin: false, payload: text.subarray(0, 12) });
      peer.ping(utf8("still there?"));
      peer.sendFrame({ opcode: 0, fin: false, payload: text.subarray(12, 13) });
      peer.sendFrame({ opcode: 0, payload: text.subarray(13) });
      peer.send("in fragments of three bytes", { fragmentSize: 3 });
    }),
  },
  {
    name: "pings are answered, pongs are ignored",
    plan: { onMessage: [[bye]] },
    server: accepting((peer) => {
      peer.pong(utf8("unasked"));
      peer.ping(utf8("one"));
      peer.ping(utf8("two"));
      peer.listen((event) => {
        if (event.kind === "pong" && event.data.length === 3) peer.send("pong seen");
      });
    }),
  },
  { name: "closed by the script without a code", plan: { onOpen: [["close"]] }, server: echo },
  { name: "closed by the script with 1000", plan: { onOpen: [["close", 1000]] }, server: echo },
  {
    name: "closed by the script with 4999 and a reason",
    plan: { onOpen: [["close", 4999, "Feierabend"]] },
    server: echo,
  },
  {
    name: "sent and then closed at once: nothing is dropped",
    plan: {
      onOpen: [
        ["send", "last words"],
        ["bytes", [1]],
        ["blob", [2]],
        ["close", 3000],
      ],
    },
    server: echo,
  },
  {
    name: "closed before it was open",
    plan: { atOnce: [["close", 3000, "changed my mind"]] },
    server: echo,
  },
  ...[1000, 1001, 1003, 1008, 1011, 1012, 1013, 1014, 3000, 4999].map((code): Exchange => ({
    name: `closed by the server with ${code}`,
    plan: {},
    server: accepting((peer) => peer.close(code, `because ${code}`)),
  })),
  {
    name: "closed by the server without a code",
    plan: {},
    server: accepting((peer) => peer.close()),
  },
  {
    name: "three messages and a close behind them",
    plan: {},
    server: accepting((peer) => {
      for (const text of ["one", "two", "three"]) peer.send(text);
      peer.close(1000, "that was all");
    }),
  },
  {
    name: "sent by the server after the script's close: not delivered",
    plan: { onMessage: [[["close", 3333]]] },
    server: accepting((peer) => {
      for (const text of ["one", "two", "three"]) peer.send(text);
    }),
  },
  ...[200, 302, 400, 401, 403, 404, 426, 500, 503].map(refusing),
  {
    name: "no answer but the end of TCP",
    plan: {},
    server: (handshake) => handshake.drop(),
  },
  {
    name: "an answer that is no HTTP",
    plan: {},
    server: (handshake) => void handshake.answerRaw(latin1("hello there\r\n\r\n")),
  },
  ...(
    [
      ["wrong accept value", { "Sec-WebSocket-Accept": acceptKeyNow("wrong") }],
      ["no accept value", { "Sec-WebSocket-Accept": "" }],
      ["no Upgrade", { Upgrade: "" }],
      ["another Upgrade", { Upgrade: "h2c" }],
      ["no Connection", { Connection: "" }],
      ["an unasked subprotocol", { "Sec-WebSocket-Protocol": "chat" }],
      ["an unasked extension", { "Sec-WebSocket-Extensions": "x-unheard-of" }],
    ] as const
  ).map(([name, changes]): Exchange => ({
    name: `handshake answered with ${name}`,
    plan: {},
    server: altered(changes),
  })),
  {
    name: "the second of three subprotocols is selected",
    plan: { protocols: ["a", "b", "c"], onOpen: [bye] },
    server: (handshake) => void handshake.accept({ protocol: "b" }),
  },
  {
    name: "subprotocols asked for, none selected",
    plan: { protocols: ["a", "b"] },
    server: (handshake) => void handshake.accept(),
  },
  {
    name: "subprotocols asked for, another selected",
    plan: { protocols: ["a", "b"] },
    server: (handshake) => void handshake.accept({ protocol: "z" }),
  },
  {
    name: "a message too large for the server: 1009",
    plan: { onOpen: [["long", 1001]] },
    server: (handshake) => void handshake.accept({ maxMessageSize: 1000 }),
  },
  broken("reserved opcode", writeFrame({ opcode: 3 })),
  broken("reserved bit", writeFrame({ opcode: 1, rsv: 2, payload: utf8("x") })),
  broken(
    "masked frame",
    writeFrame({ opcode: 1, payload: utf8("x") }, { maskingKey: Uint8Array.of(1, 2, 3, 4) }),
  ),
  broken("text that is no UTF-8", writeFrame({ opcode: 1, payload: Uint8Array.of(0xc3, 0x28) })),
  broken("fragmented ping", writeFrame({ opcode: 9, fin: false })),
  broken("ping of 126 bytes", writeFrame({ opcode: 9, payload: new Uint8Array(126) })),
  broken("continuation of nothing", writeFrame({ opcode: 0, payload: utf8("x") })),
  broken(
    "a message within another",
    concat([
      writeFrame({ opcode: 1, fin: false, payload: utf8("a") }),
      writeFrame({ opcode: 1, payload: utf8("b") }),
    ]),
  ),
  broken("a length longer than needed", Uint8Array.of(0x81, 126, 0, 1, 0x78)),
  broken("a length of 2^63", Uint8Array.of(0x82, 127, 0x80, 0, 0, 0, 0, 0, 0, 0)),
  closing("one byte", [3]),
  closing("1005", codeBytes(1005)),
  closing("1006", codeBytes(1006)),
  closing("1015", codeBytes(1015)),
  closing("999", codeBytes(999)),
  closing("5000", codeBytes(5000)),
  closing("1000 with a reason that is no UTF-8", [...codeBytes(1000), 0xff]),
  {
    name: "a good message, then a broken frame",
    plan: {},
    server: accepting((peer) => {
      peer.send("good");
      peer.sendRaw(Uint8Array.of(0x83, 0));
    }),
  },
  {
    name: "TCP reset after a message",
    plan: { onMessage: [[["send", "reset me"]]] },
    server: accepting((peer) => {
      peer.send("hello");
      peer.listen((event) => event.kind === "message" && peer.drop("reset"));
    }),
  },
  {
    name: "TCP ended without a Close",
    plan: { onMessage: [[["send", "end me"]]] },
    server: accepting((peer) => {
      peer.send("hello");
      peer.listen((event) => event.kind === "message" && peer.drop("end"));
    }),
  },
  {
    name: "TCP ended in answer to the script's Close",
    plan: { onOpen: [["close", 3000]] },
    server: accepting((peer) => {
      peer.listen((event) => event.kind === "close" && peer.drop("end"));
    }),
  },
];

/** A server and what it hears; `done` resolves when an accepted connection is over. */
export function hearing(server: MockServer): {
  readonly server: MockServer;
  readonly heard: string[];
  readonly done: Promise<void>;
} {
  const heard: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  return {
    heard,
    done: promise,
    server(handshake) {
      server({
        ...handshake,
        accept(options) {
          const peer = handshake.accept(options);
          peer.listen((event) => {
            const { kind } = event;
            // Chromium echoes a reason, too, which RFC 6455 §5.5.1 neither asks for nor forbids.
            if (kind === "close") heard.push(`close ${event.code}`);
            else if (kind === "failed") heard.push(`failed ${event.fault.code}`);
            else if (typeof event.data === "string") heard.push(`text ${event.data.length}`);
            else heard.push(`${kind} ${formatHex(event.data)}`);
            if (kind === "close" || kind === "failed") resolve();
          });
          return peer;
        },
        refuse(answer) {
          handshake.refuse(answer);
          resolve();
        },
        answerRaw(bytes) {
          resolve();
          return handshake.answerRaw(bytes);
        },
        drop() {
          handshake.drop();
          resolve();
        },
      });
    },
  };
}

/** What both sides of an exchange saw, played with a class. */
export async function playBoth(
  { plan, server }: Exchange,
  playWith: (server: MockServer, plan: Plan) => Promise<unknown[]>,
): Promise<{ readonly seen: unknown[]; readonly heard: readonly string[] }> {
  const ear = hearing(server);
  const seen = await playWith(ear.server, plan);
  // Whether a script that gave up at once is heard at all depends on who was faster.
  if (plan.atOnce) return { seen, heard: [] };
  await ear.done;
  return { seen, heard: ear.heard };
}
