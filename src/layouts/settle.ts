// Lays out what the first paint left for later, one part at a time, so that links into the page lead where they should.
const parts = [...document.querySelectorAll(".lesson > section")];

/** Runs when the browser has nothing better to do; Safari has no idle callback. */
const later = (work: () => void): void => {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(work);
  else setTimeout(work, 50);
};

const settle = (): void => {
  const part = parts.shift();
  if (part === undefined) return;
  part.classList.add("settled");
  later(settle);
};

// The second frame comes after the first was painted.
requestAnimationFrame(() => requestAnimationFrame(() => later(settle)));
