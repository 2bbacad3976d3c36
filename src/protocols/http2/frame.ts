// Frames as values: the ten types of RFC 9113 §6 and any unknown one (§4.1, §5.5).
import type { FRAME_TYPES } from "./registry.ts";

/** A priority signal (RFC 9113 §6.3; deprecated by §5.3.2). */
export interface Priority {
  readonly exclusive: boolean;
  readonly streamDependency: number;
  /** 1–256; on the wire one less. */
  readonly weight: number;
}

/** What every frame carries. */
export interface FrameHead {
  /** The whole flags octet, undefined bits included. */
  readonly flags: number;
  /** 31 bits; 0 is the connection. */
  readonly streamId: number;
}

/** Padding of DATA, HEADERS and PUSH_PROMISE. */
export interface Padded {
  /** Octets of padding; present exactly when the PADDED flag is set. */
  readonly padLength?: number;
  /** The padding itself; left out when writing, it is zeros. */
  readonly padding?: Uint8Array;
}

/** DATA (RFC 9113 §6.1). */
export interface DataFrame extends FrameHead, Padded {
  readonly type: typeof FRAME_TYPES.DATA;
  readonly data: Uint8Array;
}
/** HEADERS (RFC 9113 §6.2); `priority` is present exactly when the PRIORITY flag is set. */
export interface HeadersFrame extends FrameHead, Padded {
  readonly type: typeof FRAME_TYPES.HEADERS;
  readonly priority?: Priority;
  readonly fragment: Uint8Array;
}
/** PRIORITY (RFC 9113 §6.3). */
export interface PriorityFrame extends FrameHead {
  readonly type: typeof FRAME_TYPES.PRIORITY;
  readonly priority: Priority;
}
/** RST_STREAM (RFC 9113 §6.4). */
export interface RstStreamFrame extends FrameHead {
  readonly type: typeof FRAME_TYPES.RST_STREAM;
  readonly errorCode: number;
}
/** One setting: identifier (16 bits) and value (32 bits). */
export type Setting = readonly [id: number, value: number];
/** SETTINGS (RFC 9113 §6.5). */
export interface SettingsFrame extends FrameHead {
  readonly type: typeof FRAME_TYPES.SETTINGS;
  readonly settings: readonly Setting[];
}
/** PUSH_PROMISE (RFC 9113 §6.6). */
export interface PushPromiseFrame extends FrameHead, Padded {
  readonly type: typeof FRAME_TYPES.PUSH_PROMISE;
  readonly promisedStreamId: number;
  readonly fragment: Uint8Array;
}
/** PING (RFC 9113 §6.7); `opaqueData` has 8 octets. */
export interface PingFrame extends FrameHead {
  readonly type: typeof FRAME_TYPES.PING;
  readonly opaqueData: Uint8Array;
}
/** GOAWAY (RFC 9113 §6.8). */
export interface GoawayFrame extends FrameHead {
  readonly type: typeof FRAME_TYPES.GOAWAY;
  readonly lastStreamId: number;
  readonly errorCode: number;
  readonly debugData: Uint8Array;
}
/** WINDOW_UPDATE (RFC 9113 §6.9). */
export interface WindowUpdateFrame extends FrameHead {
  readonly type: typeof FRAME_TYPES.WINDOW_UPDATE;
  readonly windowSizeIncrement: number;
}
/** CONTINUATION (RFC 9113 §6.10). */
export interface ContinuationFrame extends FrameHead {
  readonly type: typeof FRAME_TYPES.CONTINUATION;
  readonly fragment: Uint8Array;
}

/** The numbers below N, counted by growing a tuple. */
type Below<N extends number, Tuple extends readonly number[] = []> = Tuple["length"] extends N
  ? Tuple[number]
  : Below<N, readonly [...Tuple, Tuple["length"]]>;

/** A frame of a type that RFC 9113 does not define; a receiver ignores it (§4.1, §5.5). */
export interface UnknownFrame extends FrameHead {
  /** 10–255, spelt out so that `frame.type === 0` is a sufficient test for a DATA frame. */
  readonly type: Exclude<Below<256>, Below<10>>;
  readonly payload: Uint8Array;
}

/** Any frame. Octet arrays of a frame that was read are views of the bytes it was read from. */
export type Frame =
  | DataFrame
  | HeadersFrame
  | PriorityFrame
  | RstStreamFrame
  | SettingsFrame
  | PushPromiseFrame
  | PingFrame
  | GoawayFrame
  | WindowUpdateFrame
  | ContinuationFrame
  | UnknownFrame;

/** What {@link writeFrame} takes: a frame, or one of a type of your own with its payload. */
export type WritableFrame = Frame | (FrameHead & { readonly type: number; payload: Uint8Array });
