// Named cases that the controls can be put to: where HTTP/3's streams gain nothing, and where they do.
import { START, type Setup } from "./setup.ts";

/** A case with the reason for what comes of it. */
interface Case {
  readonly id: string;
  /** What it is, to choose it by. */
  readonly name: string;
  readonly setup: Setup;
}

/** A case in which independent streams gain nothing over HTTP/2. */
interface Draw extends Case {
  /** Why, as a choice among the reasons of all. */
  readonly reason: string;
  /** What is so in this case, to explain why another reason does not fit. */
  readonly fact: string;
  /** What the reason would need. */
  readonly needs: string;
  readonly source: string;
}

const at = (change: Partial<Setup>): Setup => ({ ...START, ...change });

/** Where HTTP/3 does not win by its streams. */
export const DRAWS: readonly Draw[] = [
  {
    id: "one-stream",
    name: "One stream: a single large file",
    setup: at({ page: "one", drop: 20 }),
    reason: "There is nothing to be independent of: inside a stream the order remains.",
    fact: "One resource is loaded, on one stream",
    needs: "that reason needs a page with a single stream",
    source: "rfc9000#2.2",
  },
  {
    id: "sequential",
    name: "One after the other: no two streams under way",
    setup: at({ order: "sequential", drop: 30 }),
    reason: "What is under way behind the lost packet belongs to the same stream.",
    fact: "The server sends one answer whole before the next",
    needs: "that reason needs answers that are sent one by one",
    source: "rfc9114#2",
  },
  {
    id: "bursts",
    name: "Bursts: several packets in a row are lost",
    setup: at({ loss: "bursts", rate: 5, seed: 7 }),
    reason: "The losses hit packets of every stream, so each has a hole of its own.",
    fact: "Losses come several at a time, while all streams take turns",
    needs: "that reason needs several losses in a row",
    source: "rfc9114#2",
  },
  {
    id: "no-loss",
    name: "No loss",
    setup: at({ loss: "none" }),
    reason: "Nothing has to be repaired: only the handshake differs.",
    fact: "Nothing is lost",
    needs: "that reason needs a network that loses nothing",
    source: "rfc9114#2",
  },
  {
    id: "qpack",
    name: "QPACK blocked: the table’s packet is lost",
    setup: at({ table: true, drop: 1 }),
    reason: "Field sections wait for a table entry that was in the lost packet.",
    fact: "HTTP/3 refers to table entries that are still under way",
    needs: "that reason needs references to QPACK’s dynamic table",
    source: "rfc9204#2.1.2",
  },
];

/** All that the list of cases offers, those with a gain first. */
export const CASES: readonly Case[] = [
  { id: "start", name: "One lost packet, streams in turns", setup: START },
  {
    id: "hundred",
    name: "A hundred resources, 1 % loss",
    setup: at({ page: "hundred", loss: "rate", rate: 1 }),
  },
  {
    id: "moves",
    name: "From Wi-Fi to mobile: the address changes",
    setup: at({ loss: "none", moves: 220 }),
  },
  ...DRAWS,
];
