// The on… attributes: event handlers of HTML §8.1.8.1, which keep their place among the listeners.

/** The event handler attributes of one object. */
export interface EventHandlers {
  get(name: string): unknown;
  /** Anything that is no object counts as null; an object that cannot be called does nothing. */
  set(name: string, value: unknown): void;
}

/** Opens the handlers of `target`, none set. */
export function createEventHandlers(target: EventTarget): EventHandlers {
  const slots = new Map<string, { value: object; readonly listener: (event: Event) => void }>();
  return {
    get: (name) => slots.get(name)?.value ?? null,
    set(name, value) {
      const slot = slots.get(name);
      const isObject = typeof value === "function" || (typeof value === "object" && value !== null);
      if (!isObject) {
        if (slot) target.removeEventListener(name, slot.listener);
        slots.delete(name);
      } else if (slot) {
        // A replaced handler keeps the place of the first one.
        slot.value = value;
      } else {
        const listener = (event: Event) => {
          const handler: unknown = slots.get(name)?.value;
          const answer: unknown =
            typeof handler === "function" ? Reflect.apply(handler, target, [event]) : undefined;
          if (answer === false) event.preventDefault();
        };
        slots.set(name, { value, listener });
        target.addEventListener(name, listener);
      }
    },
  };
}
