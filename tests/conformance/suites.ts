// Where each public suite comes from, and under which terms; commits are those that were run.

/** One line of provenance for a suite that lies beside the checkout. */
export interface SuiteSource {
  readonly from: string;
  readonly licence: string;
}

const rfc = "IETF Trust, numbers only";

/** Folder name → provenance; its keys are the suites that the report lists. */
export const suiteSources: Readonly<Record<string, SuiteSource>> = {
  "cache-tests": { from: "http-tests/cache-tests b55b8bd", licence: "BSD-3-Clause" },
  fsrs: { from: "py-fsrs 3abe686 and ts-fsrs cdec8d2", licence: "MIT" },
  "grpc-connect-conformance": { from: "connectrpc/conformance 3f01b2e", licence: "Apache-2.0" },
  "grpc-units": { from: "grpc/grpc-go 4793ad0 and grpc/grpc tables", licence: "Apache-2.0" },
  h11: { from: "python-hyper/h11 62c5068", licence: "MIT" },
  "h2spec-recorded": { from: "summerwind/h2spec af83a65", licence: "MIT" },
  "hpack-test-case": { from: "http2jp/hpack-test-case 8a1406e", licence: "MIT" },
  "http-state-cookies": { from: "salesforce/tough-cookie c1cb022", licence: "BSD-3-Clause" },
  "http2-frame-test-case": { from: "http2jp/http2-frame-test-case 5c67db0", licence: "MIT" },
  "illustrated-quic": { from: "syncsynchalt/illustrated-quic 31dcbbe", licence: "MIT" },
  "json-merge-patch": { from: "RFC 7396 Appendix A", licence: rfc },
  "json-patch-tests": { from: "json-patch/json-patch-tests 2a928f9", licence: "Apache-2.0" },
  "llhttp-tests": { from: "nodejs/llhttp 01e105a", licence: "MIT" },
  "problem-json": { from: "RFC 9457 examples", licence: rfc },
  "protobuf-conformance": { from: "protocolbuffers/protobuf v33.2", licence: "BSD-3-Clause" },
  "protobuf-docs": { from: "protocolbuffers.github.io c42a0a8", licence: "BSD-3-Clause" },
  qpack: { from: "RFC 9204 Appendix B and qpackers/qifs da52cd9", licence: "IETF Trust; MIT" },
  "quic-rfc9000-9001": { from: "RFC 9000 and RFC 9001, Appendix A", licence: rfc },
  "rfc7541-appendix-c": { from: "RFC 7541 Appendix C", licence: rfc },
  "rfc9110-examples": { from: "RFC 9110, examples in the text", licence: rfc },
  sse: { from: "web-platform-tests eventsource/ in undici b4019ee", licence: "BSD-3-Clause; MIT" },
  "structured-field-tests": {
    from: "httpwg/structured-field-tests 1e280c3",
    licence: "BSD-3-Clause",
  },
  "uritemplate-test": { from: "uri-templates/uritemplate-test 4171dac", licence: "Apache-2.0" },
  webhooks: {
    from: "standard-webhooks b2fa7b8, docs.github.com, RFC 4231",
    licence: "Apache-2.0; facts",
  },
  "websocket-autobahn": {
    from: "crossbario/autobahn-testsuite b8a5120 (© typedef int GmbH)",
    licence: "Apache-2.0",
  },
  "websocket-rfc": { from: "RFC 6455, RFC 7692 and websockets/ws a2f4e7c", licence: "IETF; MIT" },
  "whatwg-url": {
    from: "web-platform-tests url/ in servo/rust-url 25137be",
    licence: "BSD-3-Clause",
  },
  "wpt-http": { from: "web-platform-tests in undici b4019ee", licence: "BSD-3-Clause" },
};
