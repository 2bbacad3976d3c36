// A lab's source as a link. Keys are those of content/sources.yaml; every-lab.test.ts checks each one.

/** What to print and where it leads. */
export interface Cited {
  readonly text: string;
  readonly href: string;
}

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
  if (key !== "fetch") throw new RangeError(`a lab cites RFCs and Fetch only, not ${citation}`);
  const href = "https://fetch.spec.whatwg.org/";
  return section === undefined
    ? { text: "WHATWG Fetch", href }
    : { text: `WHATWG Fetch #${section}`, href: `${href}#${section}` };
}
