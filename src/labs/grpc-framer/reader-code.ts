// Both readers as a program would have them, to be read beside what they do; the lab's tests run them.

/** Takes each DATA frame for one message. */
export const NAIVE_CODE = `function onData(frame) {
  const view = new DataView(frame.buffer, frame.byteOffset);
  const length = view.getUint32(1);
  handle(frame.subarray(5, 5 + length));
}`;

/** Keeps what is not yet a message. */
export const HELD_CODE = `let held = new Uint8Array(0);

function onData(frame) {
  held = Uint8Array.of(...held, ...frame);
  while (held.length >= 5) {
    const length = new DataView(held.buffer, held.byteOffset).getUint32(1);
    if (held.length < 5 + length) return; // the rest is on its way
    handle(held.subarray(5, 5 + length));
    held = held.subarray(5 + length);
  }
}`;
