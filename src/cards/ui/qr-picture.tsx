// A QR code as a picture, dark on white in both themes: that is what readers look for.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { QrModules } from "#cards/qr/index.ts";

/** Light modules around the code. ISO/IEC 18004:2015 §9.1 */
const QUIET = 4;

/** Dark modules as one path: a run of a row each. */
const pathOf = (modules: QrModules): string =>
  modules
    .map((row, y) =>
      [
        ...row
          .map((dark) => (dark ? "#" : " "))
          .join("")
          .matchAll(/#+/g),
      ]
        .map(
          ({ 0: run, index }) =>
            `M${String(index)} ${String(y)}h${String(run.length)}v1h-${String(run.length)}z`,
        )
        .join(""),
    )
    .join("");

/** Draws once the drawer has been loaded. */
export function QrPicture({
  text,
  caption,
}: {
  readonly text: string;
  readonly caption: string;
}): JSX.Element {
  const [modules, setModules] = useState<QrModules>();
  const [said, setSaid] = useState("Drawing …");
  useEffect(() => {
    void import("#cards/qr/index.ts")
      .then(({ qrCode }) => setModules(qrCode(text)))
      .catch(() => setSaid("The code could not be drawn: use the link."));
  }, [text]);
  if (modules === undefined) return <p role="status">{said}</p>;
  const size = modules.length + 2 * QUIET;
  return (
    <figure class="qr">
      <svg
        viewBox={`${String(-QUIET)} ${String(-QUIET)} ${String(size)} ${String(size)}`}
        role="img"
        aria-label="QR code of the link"
        shape-rendering="crispEdges"
      >
        <rect x={-QUIET} y={-QUIET} width={size} height={size} fill="#fff" />
        <path d={pathOf(modules)} fill="#000" />
      </svg>
      <figcaption class="soft">{caption}</figcaption>
    </figure>
  );
}
