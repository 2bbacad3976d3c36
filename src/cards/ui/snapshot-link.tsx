// The schedule as a link or a QR code: made here, and opened here with a look before anything changes.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import {
  readSnapshot,
  SNAPSHOT_LIMITS,
  snapshotCards,
  tryBodies,
  writeSnapshot,
  type ReadSnapshot,
} from "#cards/snapshot.ts";
import { appendUndoably } from "#learner/restore-point.ts";
import { many } from "./backup.tsx";
import type { Desk } from "./desk.ts";
import { QrPicture } from "./qr-picture.tsx";

/** What stands before the snapshot in the fragment of the address, which no server is told. */
const MARK = "#snapshot=";

interface Made {
  readonly link: string;
  readonly cards: number;
  /** The code's own link: it may hold fewer cards. */
  readonly code: string;
  readonly codeCards: number;
}

/** Link and code of the cards known best, as many as fit. */
function make({ memory }: Desk): Made {
  const cards = snapshotCards(memory.all().values());
  const address = (most: number): string =>
    `${location.origin}${location.pathname}${MARK}${writeSnapshot(cards.slice(0, most))}`;
  return {
    link: address(SNAPSHOT_LIMITS.link),
    cards: Math.min(cards.length, SNAPSHOT_LIMITS.link),
    code: address(SNAPSHOT_LIMITS.qr),
    codeCards: Math.min(cards.length, SNAPSHOT_LIMITS.qr),
  };
}

export function MakeSnapshot({ desk }: { readonly desk: Desk }): JSX.Element {
  const [made, setMade] = useState<Made>();
  const [said, setSaid] = useState("");
  const count = snapshotCards(desk.memory.all().values()).length;
  const { link, qr } = SNAPSHOT_LIMITS;
  const copy = (text: string): void =>
    void navigator.clipboard
      .writeText(text)
      .then(() => setSaid("Copied"))
      .catch(() => setSaid("The browser refused: select the link and copy it yourself"));
  return (
    <section aria-labelledby="link">
      <h2 id="link">A link or a QR code</h2>
      <p>
        The schedule without its history: how well you know each card and when it comes back. A link
        holds {link} cards, a code {qr}; for more, and for your answers, export the file. Everything
        stands in the link itself, and no server is told of it.
      </p>
      <p class="answer-row">
        <button type="button" disabled={count === 0} onClick={() => setMade(make(desk))}>
          Make a link
        </button>
        <span class="soft">
          {count === 0
            ? "Nothing to take along yet: review a card first"
            : `${many(count, "card")}${count > link ? `, of which the ${String(link)} you know best fit` : ""}`}
        </span>
      </p>
      {made !== undefined && (
        <div class="snapshot">
          <p class="answer-row">
            <label for="snapshot-link">
              Open this in the other browser ({many(made.cards, "card")})
            </label>
            <input
              id="snapshot-link"
              readOnly
              value={made.link}
              onFocus={({ currentTarget }) => currentTarget.select()}
            />
            <button type="button" onClick={() => copy(made.link)}>
              Copy
            </button>
            <span role="status">{said}</span>
          </p>
          <QrPicture
            text={made.code}
            caption={`Or point a phone's camera at it: ${many(made.codeCards, "card")}${
              made.codeCards < made.cards ? ", those you know best" : ""
            }.`}
          />
        </div>
      )}
    </section>
  );
}

type Opened =
  { readonly kind: "none" } | { readonly kind: "said"; readonly text: string } | ReadSnapshot;

const opened = (desk: Desk): Opened =>
  location.hash.startsWith(MARK)
    ? readSnapshot(location.hash.slice(MARK.length), desk.catalogue)
    : { kind: "none" };

/** What a link that was opened would do; nothing where the address carries no snapshot. */
export function OpenedSnapshot({ desk }: { readonly desk: Desk }): JSX.Element | null {
  const [state, setState] = useState<Opened>(() => opened(desk));
  useEffect(() => {
    const look = (): void => setState(opened(desk));
    addEventListener("hashchange", look);
    return () => removeEventListener("hashchange", look);
  }, []);
  const clear = (next: Opened): void => {
    // A reload does not ask again.
    history.replaceState(history.state, "", location.pathname);
    setState(next);
  };
  if (state.kind === "none") return null;
  if (state.kind !== "ready")
    return (
      <p class={state.kind === "fault" ? "standing" : "card-note"} role="alert">
        {state.text}
      </p>
    );
  const { bodies, unknown } = state;
  const { fresh, moved, kept } = tryBodies(bodies, desk.memory);
  const join = async (): Promise<void> => {
    const { fault } = await appendUndoably(desk.learner, bodies);
    const took = fresh + moved;
    clear({
      kind: "said",
      text: fault?.text ?? `Taken over: the schedule of ${many(took, "card")}.`,
    });
  };
  return (
    <section class="card-note opened" aria-labelledby="opened">
      <h2 id="opened">This link carries the schedule of {many(bodies.length + unknown, "card")}</h2>
      <ul>
        {fresh > 0 && (
          <li>{many(fresh, "card")} that you have not reviewed here: would be taken over</li>
        )}
        {moved > 0 && (
          <li>{many(moved, "card")} reviewed there later than here: would follow the link</li>
        )}
        {kept > 0 && <li>{many(kept, "card")} reviewed here since: would stay as they are</li>}
        {unknown > 0 && (
          <li>{many(unknown, "card")} that this version of the course does not have: left out</li>
        )}
      </ul>
      <p class="answer-row">
        <button class="go" type="button" disabled={fresh + moved === 0} onClick={() => void join()}>
          Take it over
        </button>
        <button type="button" onClick={() => clear({ kind: "none" })}>
          Leave it
        </button>
      </p>
    </section>
  );
}
