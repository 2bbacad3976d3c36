// A copy button on every block of code but those of cards, where the browser lets a page write to the clipboard.
// Absent where the page was not loaded over a secure connection.
const clipboard = navigator.clipboard as Clipboard | undefined;
const blocks = clipboard === undefined ? [] : document.querySelectorAll(".code:not(.card *)");

for (const block of blocks) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  const frame = document.createElement("div");
  frame.className = "code-frame";
  block.replaceWith(frame);
  frame.append(block, button);
  button.addEventListener("click", () => {
    const done = (text: string): void => {
      button.textContent = text;
      setTimeout(() => (button.textContent = "Copy"), 2000);
    };
    clipboard?.writeText(block.textContent).then(
      () => done("Copied"),
      () => done("Refused"),
    );
  });
}

export {};
