// A lab's source as a link. Keys are those of content/sources.yaml; every-lab.test.ts checks each one.

/** What to print and where it leads. */
export interface Cited {
  readonly text: string;
  readonly href: string;
}

/** What labs cite besides RFCs. */
const DOCUMENTS: ReadonlyMap<string, Cited> = new Map([
  ["fetch", { text: "WHATWG Fetch", href: "https://fetch.spec.whatwg.org/" }],
  ["websockets", { text: "WHATWG WebSockets", href: "https://websockets.spec.whatwg.org/" }],
  [
    "iana-websocket",
    {
      text: "IANA registry",
      href: "https://www.iana.org/assignments/websocket/websocket.xhtml",
    },
  ],
]);

/** "rfc9110#15.4.3" or "fetch#http-redirect-fetch"; any other key throws RangeError. */
export function cite(citation: string): Cited {
  const [key = "", section] = citation.split("#");
  const rfc = /^rfc(\d+)$/.exec(key)?.[1];
  if (rfc !== undefined) {
    const href = `https://www.rfc-editor.org/rfc/rfc${rfc}.html`;
    return section === undefined
      ? { text: `RFC ${rfc}`, href }
      : { text: `RFC ${rfc} §${section}`, href: `${href}#section-${section}` };
  }
  const document = DOCUMENTS.get(key);
  if (document === undefined) {
    throw new RangeError(`a lab cites RFCs and a few living documents only, not ${citation}`);
  }
  return section === undefined
    ? document
    : { text: `${document.text} #${section}`, href: `${document.href}#${section}` };
}
