// A lab's source as a link. Keys are those of content/sources.yaml; every-lab.test.ts checks each one.

/** What to print and where it leads. */
export interface Cited {
  readonly text: string;
  readonly href: string;
}

const grpcPage = (text: string, path: string): Cited => ({
  text: `grpc.io ${text}`,
  href: `https://grpc.io/docs/${path}/`,
});

/** What labs cite besides RFCs. */
const DOCUMENTS: ReadonlyMap<string, Cited> = new Map([
  ["fetch", { text: "WHATWG Fetch", href: "https://fetch.spec.whatwg.org/" }],
  [
    "draft-rfc6265bis",
    {
      text: "Internet-Draft rfc6265bis-22",
      href: "https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis-22",
    },
  ],
  ["websockets", { text: "WHATWG WebSockets", href: "https://websockets.spec.whatwg.org/" }],
  [
    "iana-websocket",
    {
      text: "IANA registry",
      href: "https://www.iana.org/assignments/websocket/websocket.xhtml",
    },
  ],
  [
    "html-sse",
    {
      text: "WHATWG HTML",
      href: "https://html.spec.whatwg.org/multipage/server-sent-events.html",
    },
  ],
  [
    "mdn-eventsource",
    {
      text: "MDN EventSource",
      href: "https://developer.mozilla.org/en-US/docs/Web/API/EventSource",
    },
  ],
  ...["encoding", "json", "proto3"].map((guide): [string, Cited] => [
    `protobuf-${guide}`,
    {
      text: `protobuf.dev ${guide}`,
      href: `https://protobuf.dev/programming-guides/${guide}/`,
    },
  ]),
  ...[
    ["grpc-protocol-http2", "PROTOCOL-HTTP2"],
    ["grpc-protocol-web", "PROTOCOL-WEB"],
    ["grpc-status-mapping", "http-grpc-status-mapping"],
    ["grpc-statuscodes", "statuscodes"],
  ].map(([key = "", name = ""]): [string, Cited] => [
    key,
    { text: `gRPC ${name}.md`, href: `https://github.com/grpc/grpc/blob/master/doc/${name}.md` },
  ]),
  ["grpc-core-concepts", grpcPage("Core concepts", "what-is-grpc/core-concepts")],
  [
    "grpc-a6",
    {
      text: "gRFC A6",
      href: "https://github.com/grpc/proposal/blob/master/A6-client-retries.md",
    },
  ],
  ...["cancellation", "compression", "deadlines", "error", "metadata", "status-codes"].map(
    (guide): [string, Cited] => [`grpc-${guide}`, grpcPage(guide, `guides/${guide}`)],
  ),
]);

/** "rfc9110#15.4.3", "rfc7541#C.4" or "fetch#http-redirect-fetch"; any other key throws RangeError. */
export function cite(citation: string): Cited {
  const [key = "", section] = citation.split("#");
  const rfc = /^rfc(\d+)$/.exec(key)?.[1];
  const document =
    rfc === undefined
      ? DOCUMENTS.get(key)
      : { text: `RFC ${rfc}`, href: `https://www.rfc-editor.org/rfc/rfc${rfc}.html` };
  if (document === undefined) {
    throw new RangeError(`a lab cites RFCs and a few living documents only, not ${citation}`);
  }
  if (section === undefined) return document;
  const { text, href } = document;
  if (rfc !== undefined && /^[A-Z]/.test(section)) {
    return { text: `${text} Appendix ${section}`, href: `${href}#appendix-${section}` };
  }
  return /^\d/.test(section)
    ? { text: `${text} §${section}`, href: `${href}#section-${section}` }
    : { text: `${text} #${section}`, href: `${href}#${section}` };
}
