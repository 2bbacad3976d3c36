// "Fire it": sends a request that the pretend company answers with this code, and shows both sides.
import type { Exchange, Fields, Sent } from "#trace/index.ts";

const words = new TextDecoder();

const lines = (start: string, fields: Fields, content: Uint8Array): string =>
  [start, ...fields.map(([name, value]) => `${name}: ${value}`), "", words.decode(content)]
    .join("\n")
    .trimEnd();

/** A heading and a block of text that scrolls and can be reached by keyboard. */
function side(title: string, text: string): HTMLElement {
  const part = document.createElement("div");
  const heading = document.createElement("h4");
  heading.textContent = title;
  const block = document.createElement("pre");
  block.className = "code";
  block.tabIndex = 0;
  block.setAttribute("role", "group");
  block.setAttribute("aria-label", title);
  block.textContent = text;
  part.append(heading, block);
  return part;
}

function draw({ request, response }: Exchange): readonly HTMLElement[] {
  const { method, target, fields, content } = request;
  return [
    side("The service saw", lines(`${method} ${target}`, fields, content)),
    side(
      "It answered",
      lines(`${String(response.status)} ${response.reason}`, response.fields, response.content),
    ),
  ];
}

/** One sentence when no answer came. */
const refusal = ({ outcome }: Sent): string =>
  outcome.kind === "refused"
    ? `The browser refused the request: ${outcome.message}. Reload the page and try again.`
    : "The service saw no request. Reload the page and try again.";

class FireStatus extends HTMLElement {
  connectedCallback(): void {
    const code = Number(this.dataset["code"]);
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Fire it";
    button.setAttribute("aria-label", `Fire it: ${String(code)}`);
    const answer = document.createElement("div");
    answer.className = "fired";
    answer.setAttribute("role", "status");
    this.append(button, answer);
    const fire = async (): Promise<void> => {
      const { fireStatus } = await import("#mocks/index.ts");
      const sent = await fireStatus(code);
      const exchange = sent.exchanges.at(-1);
      answer.replaceChildren(...(exchange === undefined ? [refusal(sent)] : draw(exchange)));
    };
    button.addEventListener("click", () => {
      button.disabled = true;
      fire()
        .catch((reason: unknown) => {
          answer.textContent = `The mock service did not start: ${String(reason)}. Reload the page.`;
        })
        .finally(() => (button.disabled = false));
    });
  }
}

customElements.define("fire-status", FireStatus);
