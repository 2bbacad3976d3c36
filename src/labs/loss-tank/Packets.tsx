// The server's packets with content, drawn as they would leave; one column can be lost, by mouse or keys.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Slider } from "#kit/Controls.tsx";
import { plan as planOf } from "./observe.ts";
import { NAMES, RESOURCES, VERSIONS, type Plan } from "./pages.ts";
import { RANGES, type Setup } from "./setup.ts";

interface Props {
  readonly id: string;
  readonly setup: Setup;
  /** False in the server's HTML and while a run is under way. */
  readonly ready: boolean;
  readonly onLose: (packet: number) => void;
}

/** Everything but the loss decides what leaves when. */
const keyOf = (setup: Setup): string =>
  JSON.stringify({ ...setup, loss: "none", drop: 1, rate: 1 } satisfies Setup);

/** The picture of a setup; the one before it, or none, until it is computed. */
function usePlan(setup: Setup, ready: boolean): Plan | "failed" | null {
  const [plan, setPlan] = useState<Plan | "failed" | null>(null);
  const key = keyOf(setup);
  useEffect(() => {
    if (!ready) return;
    let wanted = true;
    planOf(JSON.parse(key) as Setup).then(
      (found) => {
        if (wanted) setPlan(found);
      },
      () => {
        if (wanted) setPlan("failed");
      },
    );
    return () => {
      wanted = false;
    };
  }, [key, ready]);
  return plan;
}

/** Columns are packets, rows the versions; choosing a column loses its packet in each of them. */
export function Packets({ id, setup, ready, onLose }: Props): JSX.Element {
  const plan = usePlan(setup, ready);
  const resources = RESOURCES[setup.page];
  const lost = setup.loss === "packet" ? setup.drop : 0;
  if (plan === null) return <p class="tank-picture soft">The packets are being laid out …</p>;
  if (plan === "failed") {
    return (
      <Slider
        id={`${id}-drop`}
        label="Lost packet"
        value={setup.drop}
        {...RANGES.drop}
        onChange={onLose}
      />
    );
  }
  const columns = Math.max(...VERSIONS.map((version) => plan[version].length));
  const nameOf = (place: number): string => resources[place]?.id ?? "";
  const tell = (packet: number): string =>
    VERSIONS.map((version) => {
      const held = plan[version][packet - 1];
      return `${version.replace("http1", "HTTP/1.1").replace("http", "HTTP/")}: ${held === undefined ? "no packet" : held.map(nameOf).join(" and ")}`;
    }).join("; ");
  return (
    <fieldset class="tank-picture">
      <legend>The server’s packets in order of sending. Click one to lose it.</legend>
      <div class="scroll">
        <div class="tank-lanes">
          <div class="tank-names" aria-hidden="true">
            {VERSIONS.map((version) => (
              <span key={version}>{NAMES[version].split(",")[0]}</span>
            ))}
          </div>
          {Array.from({ length: columns }, (_, index) => index + 1).map((packet) => (
            <label key={packet} class="tank-packet" title={`Packet ${packet}. ${tell(packet)}`}>
              <input
                type="radio"
                name={`${id}-packet`}
                class="only-heard"
                aria-label={`Packet ${packet}. ${tell(packet)}`}
                checked={packet === lost}
                onChange={() => onLose(packet)}
              />
              {VERSIONS.map((version) => {
                const held = plan[version][packet - 1];
                if (held === undefined) return <span key={version} class="tank-none" />;
                return (
                  <span key={version} class={`b${((held[0] ?? 0) % 8) + 1}`}>
                    {packet === lost ? "✕" : held.map((place) => letterOf(nameOf(place))).join("")}
                  </span>
                );
              })}
            </label>
          ))}
        </div>
      </div>
      <p class="soft tank-key">
        {resources.length > 8
          ? "Each number is a resource."
          : resources.map(({ id: name }, place) => (
              <span key={name}>
                <span class={`tank-swatch b${(place % 8) + 1}`}>{letterOf(name)}</span> {name}
              </span>
            ))}
      </p>
    </fieldset>
  );
}

/** "a" of "app.js", "17" of "tile-17.webp". */
const letterOf = (name: string): string => /\d+/.exec(name)?.[0] ?? name.slice(0, 1);
