// Where the focus goes when the control that had it is about to vanish.

/** Moves the focus to an element once the view has been drawn anew. */
export function focusSoon(id: string): void {
  setTimeout(() => {
    document.getElementById(id)?.focus();
  });
}
