// Stands in for the parts of protobufjs that write code for themselves (encoder, decoder, verifier,
// converter, wrappers, codegen), for its calls and its well-known types in the browser: only the parser
// is called, and the site's policy forbids code from text.

/** The parser's modules hold these and never call them. */
export const unused = null;
