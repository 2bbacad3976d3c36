// Steps that are put in order with buttons, or with Alt and the arrow keys; nothing needs a mouse.
import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { shuffle, type CardOf } from "#cards/index.ts";
import type { Answering } from "./answering.ts";
import { Text } from "./text.tsx";

/** An order of the seed that is not the right one already. */
function mixed(count: number, seed: number): readonly number[] {
  const right = Array.from({ length: count }, (_, at) => at);
  const order = shuffle(right, seed);
  return order.every((place, at) => place === at) ? order.toReversed() : order;
}

/** The list with the step at `from` moved to `to`; a place outside the list changes nothing. */
function moved(order: readonly number[], from: number, to: number): readonly number[] {
  const step = order[from];
  if (step === undefined || to < 0 || to >= order.length) return order;
  return order.toSpliced(from, 1).toSpliced(to, 0, step);
}

export function OrderAnswer({ card, seed, give }: Answering<CardOf<"order">>): JSX.Element {
  const first = useMemo(() => mixed(card.steps.length, seed), [card, seed]);
  const [order, setOrder] = useState(first);
  const [said, setSaid] = useState("");
  const list = useRef<HTMLOListElement>(null);
  const [focus, setFocus] = useState<{ readonly step: number; readonly up: boolean }>();

  // The button moves with its step; focus goes with it.
  useEffect(() => {
    if (focus === undefined) return;
    const item = list.current?.querySelector(`[data-step="${String(focus.step)}"]`);
    const [up, down] = item?.querySelectorAll("button") ?? [];
    const wanted = focus.up ? up : down;
    (wanted?.disabled === true ? (focus.up ? down : up) : wanted)?.focus();
  }, [focus, order]);

  const move = (step: number, by: -1 | 1): void => {
    const from = order.indexOf(step);
    const next = moved(order, from, from + by);
    if (next === order) return;
    setOrder(next);
    setFocus({ step, up: by < 0 });
    setSaid(`Now ${String(from + by + 1)} of ${String(order.length)}`);
  };

  return (
    <form
      class="answer-order"
      onSubmit={(event) => {
        event.preventDefault();
        give({ kind: "order", order });
      }}
    >
      <ol ref={list}>
        {order.map((step, at) => (
          <li
            key={step}
            data-step={step}
            onKeyDown={(event) => {
              const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
              if (!event.altKey || by === undefined) return;
              event.preventDefault();
              event.stopPropagation();
              move(step, by as -1 | 1);
            }}
          >
            <span id={`step-${String(step)}`}>
              <Text text={card.steps[step] ?? ""} />
            </span>
            <span class="movers">
              <button
                type="button"
                aria-label="Move up"
                aria-describedby={`step-${String(step)}`}
                disabled={at === 0}
                onClick={() => move(step, -1)}
              >
                ↑
              </button>
              <button
                type="button"
                aria-label="Move down"
                aria-describedby={`step-${String(step)}`}
                disabled={at === order.length - 1}
                onClick={() => move(step, 1)}
              >
                ↓
              </button>
            </span>
          </li>
        ))}
      </ol>
      <p class="only-heard" role="status">
        {said}
      </p>
      <button class="go" type="submit">
        Check
      </button>
    </form>
  );
}
