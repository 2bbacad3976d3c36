// The door of server-sent events: a stream as bytes, as events, as a tree. WHATWG HTML §9.2.
export { describeStream } from "./describe.ts";
export { createEventStreamParser, type EventStreamParser, type StreamEvent } from "./parser.ts";
export { writeEvent, type WritableEvent } from "./write.ts";
