// From key to accept value before the reader's eyes: SHA-1 by the browser, ours beside it. RFC 6455 §4.2.2.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { GUID, handshakeKey, isHandshakeKey, sha1 } from "#protocols/websocket/index.ts";
import { equalBytes, formatHex, latin1, latin1Text, utf8 } from "#wire/index.ts";

const LONGEST = 120;

/** What the key decodes to, in words. */
function nonceOf(key: string): string {
  try {
    const bytes = latin1(atob(key));
    const hex = formatHex(bytes, " ");
    return isHandshakeKey(key)
      ? `${hex} – 16 bytes`
      : `${hex} – ${bytes.length} bytes; a server wants 16`;
  } catch {
    return "no base64; a server wants 16 bytes";
  }
}

/** What the browser's own hash says: not asked yet, not there, or its bytes. */
type Live = "asking" | "missing" | Uint8Array;

function useLiveSha1(text: string, ready: boolean): Live {
  const [live, setLive] = useState<Live>("asking");
  useEffect(() => {
    if (!ready) return;
    // Absent outside secure contexts, whatever the types say.
    const subtle = (crypto as { subtle?: SubtleCrypto }).subtle;
    if (subtle === undefined) {
      setLive("missing");
      return;
    }
    let current = true;
    subtle.digest("SHA-1", utf8(text).slice()).then(
      (digest) => current && setLive(new Uint8Array(digest)),
      () => current && setLive("missing"),
    );
    return () => {
      current = false;
    };
  }, [text, ready]);
  return live;
}

/** The four steps, for any key that the reader types. */
export function Workbench(props: { readonly given: string; readonly ready: boolean }): JSX.Element {
  const { given, ready } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const key = typed ?? given;
  const own = sha1(utf8(key + GUID));
  const live = useLiveSha1(key + GUID, ready);
  useEffect(() => setTyped(null), [given]);
  const isLive = live instanceof Uint8Array;
  const id = "handshake-builder-typed";
  return (
    <section class="hs-bench">
      <h4>
        From key to accept value{" "}
        <span class={`badge ${live === "missing" ? "model" : "live"}`}>
          {live === "missing" ? "MODEL" : "LIVE"}
        </span>
      </h4>
      <div class="hs-key">
        <label for={id}>Sec-WebSocket-Key</label>
        <input
          id={id}
          class="lab-text"
          value={key}
          maxLength={LONGEST}
          disabled={!ready}
          spellcheck={false}
          autocomplete="off"
          autocapitalize="none"
          onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        <button
          type="button"
          disabled={!ready}
          onClick={() => setTyped(handshakeKey(crypto.getRandomValues(new Uint8Array(16))))}
        >
          Draw 16 random bytes
        </button>
      </div>
      <dl class="hs-steps">
        <dt>decodes to</dt>
        <dd>{nonceOf(key)}</dd>
        <dt>as a string, with the GUID</dt>
        <dd>
          <span class="client">{key}</span>
          <span class="server">{GUID}</span>
        </dd>
        <dt>SHA-1, by your browser</dt>
        <dd>
          {isLive
            ? formatHex(live, " ")
            : live === "missing"
              ? "not to be had: crypto.subtle exists on https pages and localhost alone"
              : "…"}
        </dd>
        <dt>SHA-1, by the course’s engine</dt>
        <dd>
          {formatHex(own, " ")}{" "}
          {isLive && (
            <span class="lab-mark">{equalBytes(live, own) ? "✓ the same" : "✗ not the same"}</span>
          )}
        </dd>
        <dt>in base64: Sec-WebSocket-Accept</dt>
        <dd>
          <b>{btoa(latin1Text(own))}</b>
        </dd>
      </dl>
    </section>
  );
}
