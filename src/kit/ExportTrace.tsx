// The trace as files: a capture for Wireshark and an HTTP Archive; the writers are loaded when asked for.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { ProtectQuic } from "#trace/export-pcapng.ts";
import type { Trace } from "#trace/index.ts";

interface Props {
  readonly trace: Trace;
  /** Beginning of the files' names: "waterfall". */
  readonly name: string;
  /** Without it, a trace over QUIC goes out as HAR alone. */
  readonly protectQuic?: ProtectQuic;
}

/** Hands a file to the reader. */
function save(content: BlobPart, type: string, name: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken the file over once the click was handled.
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

/** Two buttons and what became of them. */
export function ExportTrace({ trace, name, protectQuic }: Props): JSX.Element {
  const [notice, setNotice] = useState("");
  const quic = trace.connections.some(({ transport }) => transport === "quic");
  // Without a handshake that was computed for real there are no keys, and no capture to open.
  const keys = trace.connections.every(
    ({ transport, secrets }) => transport === "tcp" || secrets !== undefined,
  );
  const capture = !quic || (protectQuic !== undefined && keys);
  const tell =
    (what: () => Promise<string>): (() => void) =>
    () => {
      what().then(setNotice, (error: unknown) => {
        const why = error instanceof Error ? error.message : "unknown";
        setNotice(`The file could not be written: ${why}. Try again once the page is online.`);
      });
    };
  const pcapng = tell(async () => {
    const { exportPcapng } = await import("#trace/export-pcapng.ts");
    const bytes = await exportPcapng(trace, protectQuic);
    save(bytes.slice(), "application/x-pcapng", `${name}.pcapng`);
    return `${name}.pcapng, ${bytes.length} bytes: open it in Wireshark.`;
  });
  const har = tell(async () => {
    const { exportHar } = await import("#trace/har.ts");
    save(exportHar(trace), "application/json", `${name}.har`);
    return `${name}.har: open it in a browser’s network panel.`;
  });
  return (
    <div class="tv-export">
      <p class="lab-row">
        {capture && (
          <button type="button" onClick={pcapng}>
            Save as .pcapng
          </button>
        )}
        <button type="button" onClick={har}>
          Save as HAR
        </button>
        <span role="status" class="soft">
          {notice}
        </span>
      </p>
      {!capture && (
        <p class="soft tv-hint">
          There is no capture file: QUIC packets are encrypted, and this page cannot write them so
          that Wireshark could open them.
        </p>
      )}
    </div>
  );
}
