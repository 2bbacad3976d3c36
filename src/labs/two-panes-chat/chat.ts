// A chat of two browsers and a server between them, over the WebSocket mock: the same for a scene on a
// virtual clock and for the reader's own on the real one.
import {
  createWebSocketMock,
  type MockPeer,
  type MockServer,
  type WsClock,
} from "#ws-mock/index.ts";
import { createRecorder, type Actor, type Trace } from "#trace/index.ts";
import { utf8 } from "#wire/index.ts";

/** The two who talk. */
export const PEOPLE = ["ada", "ben"] as const;
export type Person = (typeof PEOPLE)[number];

export const NAMES: Readonly<Record<Person, string>> = { ada: "Ada", ben: "Ben" };

/** One line of a pane: said by its own person, by the other, or an event. */
export interface Line {
  readonly kind: "own" | "other" | "event";
  readonly text: string;
}

/** What a pane shows. */
export interface PaneState {
  readonly phase: "closed" | "connecting" | "open" | "closing";
  readonly wire: "whole" | "cut";
  /** Bytes that `send()` took and the wire did not. */
  readonly waiting: number;
  readonly lines: readonly Line[];
  /** The last close event, while the connection is closed. */
  readonly ended: { readonly code: number; readonly wasClean: boolean } | null;
}

/** The chat. Everything that a person does is refused in words, as a line of the pane. */
export interface Chat {
  readonly panes: Readonly<Record<Person, PaneState>>;
  /** What happened at the server, newest last. */
  readonly hub: readonly string[];
  connect(who: Person): void;
  say(who: Person, text: string): void;
  close(who: Person, code?: number, reason?: string): void;
  ping(): void;
  hubClose(who: Person, code: number, reason: string): void;
  /** The server's process is gone: TCP is reset, no Close is sent. */
  drop(who: Person): void;
  /** The server sends a masked frame, which no browser accepts. */
  breakRule(who: Person): void;
  setCut(who: Person, cut: boolean): void;
  trace(): Trace;
  /** Cuts everything off; nothing is told any more. */
  stop(): void;
}

/** What a chat needs from outside. */
export interface ChatOptions {
  readonly clock: WsClock;
  /** Milliseconds one way. */
  readonly delay: number;
  /** Milliseconds between the server's pings; 0 for none. */
  readonly pingEvery: number;
  readonly random?: (length: number) => Uint8Array;
  readonly onChange: () => void;
}

/** Lines kept in a pane; older ones leave it, the trace keeps everything. */
const MOST_LINES = 100;
/** Bits per second: a slow mobile link, so that a cut wire is not the only thing to be seen waiting. */
const BANDWIDTH = 1_000_000;

const ACTORS: readonly Actor[] = [
  { id: "ada", name: "Ada’s browser", role: "client" },
  { id: "hub", name: "chat server", role: "server" },
  { id: "ben", name: "Ben’s browser", role: "client" },
];

const FRESH: PaneState = { phase: "closed", wire: "whole", waiting: 0, lines: [], ended: null };

/** Opens a chat with nobody connected. */
export function createChat({ clock, delay, pingEvery, random, onChange }: ChatOptions): Chat {
  const recorder = createRecorder("A chat over WebSocket", ACTORS);
  const panes: Record<Person, PaneState> = { ada: FRESH, ben: FRESH };
  const hub: string[] = [];
  const sockets: Partial<Record<Person, WebSocket>> = {};
  const peers = new Map<Person, { readonly peer: MockPeer; awaited: boolean }>();
  let stopped = false;

  const set = (who: Person, change: Partial<PaneState>): void => {
    if (stopped) return;
    const waiting = sockets[who]?.bufferedAmount ?? 0;
    panes[who] = { ...panes[who], waiting, ...change };
    onChange();
  };
  const add = (who: Person, kind: Line["kind"], text: string, more: Partial<PaneState> = {}) =>
    set(who, { lines: [...panes[who].lines, { kind, text }].slice(-MOST_LINES), ...more });
  const tell = (text: string): void => {
    if (stopped) return;
    hub.push(text);
    if (hub.length > MOST_LINES) hub.shift();
    onChange();
  };

  const serverOf =
    (who: Person): MockServer =>
    (handshake) => {
      const peer = handshake.accept();
      const entry = { peer, awaited: false };
      peers.set(who, entry);
      tell(`${NAMES[who]} is connected.`);
      peer.listen((event) => {
        const name = NAMES[who];
        if (event.kind === "message") {
          for (const [other, { peer: each }] of peers) if (other !== who) each.send(event.data);
          return;
        }
        if (event.kind === "pong") {
          entry.awaited = false;
          tell(`A pong from ${name}.`);
          return;
        }
        if (event.kind === "ping") return;
        if (peers.get(who) === entry) peers.delete(who);
        tell(
          event.kind === "close" && event.code !== 1006
            ? `${name} is gone, with ${event.code === 1005 ? "no code" : `code ${event.code}`}.`
            : `${name} is gone without a good-bye.`,
        );
      });
    };
  const mockOf = (who: Person) =>
    createWebSocketMock({
      server: serverOf(who),
      link: { delay, bandwidth: BANDWIDTH },
      clock,
      ...(random === undefined ? {} : { random }),
      record: { recorder, client: who, server: "hub" },
      origin: "https://chat.example",
      base: "https://chat.example/",
    });
  const mocks = { ada: mockOf("ada"), ben: mockOf("ben") };
  const peerOf = (who: Person): MockPeer | null => {
    const peer = peers.get(who)?.peer ?? null;
    if (peer === null) tell(`${NAMES[who]} is not connected.`);
    return peer;
  };

  /** A second unanswered ping in a row: nobody is there any more (RFC 6455 §5.5.2, a keepalive). */
  const keepAlive = (): void => {
    if (stopped) return;
    for (const [who, entry] of peers) {
      if (entry.awaited) {
        tell(`No pong from ${NAMES[who]} since the last ping: dropped.`);
        peers.delete(who);
        entry.peer.drop("reset");
      } else {
        entry.awaited = true;
        entry.peer.ping();
      }
    }
    clock.after(pingEvery, keepAlive);
  };
  if (pingEvery > 0) clock.after(pingEvery, keepAlive);

  return {
    panes,
    hub,
    connect(who) {
      if (stopped || panes[who].phase !== "closed") return;
      const socket = new mocks[who].WebSocket("wss://chat.example/room");
      sockets[who] = socket;
      add(who, "event", "new WebSocket(…)", { phase: "connecting", ended: null });
      socket.onopen = () => add(who, "event", "open event", { phase: "open" });
      socket.onmessage = ({ data }: MessageEvent<string>) => add(who, "other", data);
      socket.onerror = () => add(who, "event", "error event");
      socket.onclose = ({ code, wasClean, reason }) =>
        add(
          who,
          "event",
          `close event: code ${code}${reason === "" ? "" : `, reason “${reason}”`}, wasClean ${String(wasClean)}`,
          { phase: "closed", ended: { code, wasClean } },
        );
    },
    say(who, text) {
      const socket = sockets[who];
      if (socket === undefined || panes[who].phase !== "open") {
        add(who, "event", "There is no open connection: nothing was sent.");
        return;
      }
      socket.send(text);
      add(who, "own", text);
    },
    close(who, code, reason) {
      const socket = sockets[who];
      if (socket === undefined || panes[who].phase === "closed") return;
      try {
        if (code === undefined) socket.close();
        else socket.close(code, reason ?? "");
        add(who, "event", `close(${code ?? ""})`, { phase: "closing" });
      } catch (error) {
        const { name = "Error", message = "" } = error as Partial<DOMException>;
        add(who, "event", `close(${code ?? ""}) threw ${name}: ${message}`);
      }
    },
    ping() {
      if (peers.size === 0) tell("Nobody is connected: no ping was sent.");
      for (const [who, entry] of peers) {
        entry.awaited = true;
        entry.peer.ping(utf8("still there?"));
        tell(`A ping to ${NAMES[who]}.`);
      }
    },
    hubClose(who, code, reason) {
      peerOf(who)?.close(code, reason);
    },
    drop(who) {
      peerOf(who)?.drop("reset");
      peers.delete(who);
    },
    breakRule(who) {
      const maskingKey = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);
      peerOf(who)?.sendFrame({ opcode: 1, masked: true, maskingKey, payload: utf8("masked") });
    },
    setCut(who, cut) {
      if (cut) mocks[who].cut();
      else mocks[who].mend();
      add(
        who,
        "event",
        cut ? "The cable is out: nothing moves, nobody is told." : "The cable is in again.",
        {
          wire: cut ? "cut" : "whole",
        },
      );
    },
    trace: () => recorder.trace(),
    stop() {
      stopped = true;
      for (const who of PEOPLE) {
        sockets[who]?.close();
        peers.get(who)?.peer.drop("reset");
      }
    },
  };
}
