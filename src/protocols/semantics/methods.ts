// Request methods and their properties: RFC 9110 §9, and the registrations the course uses.

/** A registered method. */
export interface Method {
  readonly name: string;
  /** Read-only in what it asks for: RFC 9110 §9.2.1. */
  readonly safe: boolean;
  /** Asking twice has the effect of asking once: RFC 9110 §9.2.2. */
  readonly idempotent: boolean;
  /** Whether its definition lets a response be stored for reuse: RFC 9110 §9.2.3. */
  readonly cacheable: boolean;
  /** The condition under which it is cacheable, where there is one. */
  readonly cacheableWhen?: string;
  /** What content in a request means: it is expected, may be sent, has no meaning, or is forbidden. */
  readonly requestContent: "expected" | "optional" | "no meaning" | "forbidden";
  readonly meaning: string;
  /** Citation: key of the source and section. */
  readonly source: string;
}

/**
 * The eight methods of RFC 9110, PATCH, QUERY, and PRI, which HTTP/2 reserves. WebDAV's methods are
 * registered too, and are not listed here.
 */
export const METHODS: readonly Method[] = [
  {
    name: "GET",
    safe: true,
    idempotent: true,
    cacheable: true,
    requestContent: "no meaning",
    meaning: "Send me the current representation.",
    source: "rfc9110#9.3.1",
  },
  {
    name: "HEAD",
    safe: true,
    idempotent: true,
    cacheable: true,
    requestContent: "no meaning",
    meaning: "Send me what GET would answer, without the content.",
    source: "rfc9110#9.3.2",
  },
  {
    name: "POST",
    safe: false,
    idempotent: false,
    cacheable: true,
    cacheableWhen:
      "the response gives its freshness and a Content-Location equal to the target; it then serves later GETs",
    requestContent: "expected",
    meaning: "Process this content in the resource's own way.",
    source: "rfc9110#9.3.3",
  },
  {
    name: "PUT",
    safe: false,
    idempotent: true,
    cacheable: false,
    requestContent: "expected",
    meaning: "Make this content the state of the resource.",
    source: "rfc9110#9.3.4",
  },
  {
    name: "DELETE",
    safe: false,
    idempotent: true,
    cacheable: false,
    requestContent: "no meaning",
    meaning: "Remove what the target URI stands for.",
    source: "rfc9110#9.3.5",
  },
  {
    name: "CONNECT",
    safe: false,
    idempotent: false,
    cacheable: false,
    requestContent: "forbidden",
    meaning: "Open a tunnel to this host and port.",
    source: "rfc9110#9.3.6",
  },
  {
    name: "OPTIONS",
    safe: true,
    idempotent: true,
    cacheable: false,
    requestContent: "optional",
    meaning: "Tell me which ways of communicating the target offers.",
    source: "rfc9110#9.3.7",
  },
  {
    name: "TRACE",
    safe: true,
    idempotent: true,
    cacheable: false,
    requestContent: "forbidden",
    meaning: "Send my request back as it reached you.",
    source: "rfc9110#9.3.8",
  },
  {
    name: "PATCH",
    safe: false,
    idempotent: false,
    cacheable: true,
    cacheableWhen:
      "the response gives its freshness and a Content-Location equal to the target; it then serves later GETs",
    requestContent: "expected",
    meaning: "Apply this set of changes, all or none.",
    source: "rfc5789#2",
  },
  {
    name: "QUERY",
    safe: true,
    idempotent: true,
    cacheable: true,
    cacheableWhen: "the cache key takes in the request content",
    requestContent: "expected",
    meaning: "Answer the question in this content; change nothing.",
    source: "rfc10008#2",
  },
  {
    name: "PRI",
    safe: true,
    idempotent: true,
    cacheable: false,
    requestContent: "forbidden",
    meaning: "No request: the first line of an HTTP/2 connection, made to fail on an older server.",
    source: "rfc9113#3.4",
  },
];

/** The row of a method, whose name is case-sensitive; undefined when it is not in the table. */
export const methodNamed = (name: string): Method | undefined =>
  METHODS.find((method) => method.name === name);
