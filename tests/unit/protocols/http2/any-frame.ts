// Arbitrary well-formed frames of every type, as readFrame would give them.
import fc from "fast-check";
import { FLAGS, FRAME_TYPES, type Frame } from "../../../../src/protocols/http2/index.ts";

const octets = fc.uint8Array({ maxLength: 24 });
const streamId = fc.integer({ min: 1, max: 0x7fffffff });
const uint32 = fc.integer({ min: 0, max: 0xffffffff });
const uint31 = fc.integer({ min: 0, max: 0x7fffffff });
/** Any flags octet without the bits that change the layout. */
const plainFlags = fc.integer({ min: 0, max: 0xff }).map((flags) => flags & ~0x28);
const priority = fc.record({
  exclusive: fc.boolean(),
  streamDependency: uint31,
  weight: fc.integer({ min: 1, max: 256 }),
});
const padding = fc.option(octets, { nil: undefined });

const padded = <T extends object>(frame: T & { flags: number }, pad: Uint8Array | undefined) =>
  pad === undefined
    ? frame
    : { ...frame, flags: frame.flags | FLAGS.PADDED, padLength: pad.length, padding: pad };

/** Any frame. */
export const anyFrame: fc.Arbitrary<Frame> = fc.oneof(
  fc
    .tuple(plainFlags, streamId, octets, padding)
    .map(([flags, id, data, pad]) =>
      padded({ type: FRAME_TYPES.DATA, flags, streamId: id, data }, pad),
    ),
  fc
    .tuple(plainFlags, streamId, fc.option(priority, { nil: undefined }), octets, padding)
    .map(([flags, id, signal, fragment, pad]) => {
      const frame = { type: FRAME_TYPES.HEADERS, flags, streamId: id, fragment };
      return padded(
        signal === undefined
          ? frame
          : { ...frame, flags: flags | FLAGS.PRIORITY, priority: signal },
        pad,
      );
    }),
  fc.record({ type: fc.constant(FRAME_TYPES.PRIORITY), flags: plainFlags, streamId, priority }),
  fc.record({
    type: fc.constant(FRAME_TYPES.RST_STREAM),
    flags: plainFlags,
    streamId,
    errorCode: uint32,
  }),
  fc.record({
    type: fc.constant(FRAME_TYPES.SETTINGS),
    flags: plainFlags.map((flags) => flags & ~FLAGS.ACK),
    streamId: fc.constant(0),
    settings: fc.array(fc.tuple(fc.integer({ min: 0, max: 0xffff }), uint32), { maxLength: 5 }),
  }),
  fc
    .tuple(plainFlags, streamId, fc.integer({ min: 1, max: 0x3fffffff }), octets, padding)
    .map(([flags, id, half, fragment, pad]) =>
      padded(
        {
          type: FRAME_TYPES.PUSH_PROMISE,
          flags,
          streamId: id,
          promisedStreamId: 2 * half,
          fragment,
        },
        pad,
      ),
    ),
  fc.record({
    type: fc.constant(FRAME_TYPES.PING),
    flags: plainFlags,
    streamId: fc.constant(0),
    opaqueData: fc.uint8Array({ minLength: 8, maxLength: 8 }),
  }),
  fc.record({
    type: fc.constant(FRAME_TYPES.GOAWAY),
    flags: plainFlags,
    streamId: fc.constant(0),
    lastStreamId: uint31,
    errorCode: uint32,
    debugData: octets,
  }),
  fc.record({
    type: fc.constant(FRAME_TYPES.WINDOW_UPDATE),
    flags: plainFlags,
    streamId: uint31,
    windowSizeIncrement: uint31,
  }),
  fc.record({
    type: fc.constant(FRAME_TYPES.CONTINUATION),
    flags: plainFlags,
    streamId,
    fragment: octets,
  }),
  fc.record({
    type: fc.constantFrom<10 | 0x21 | 255>(10, 0x21, 255),
    flags: fc.integer({ min: 0, max: 0xff }),
    streamId: uint31,
    payload: octets,
  }),
);
