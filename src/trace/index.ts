// The door of the trace room.
export { createRecorder, type Recorder, type Unplaced } from "./recorder.ts";
export {
  endOf,
  PHASES,
  type Actor,
  type Connection,
  type Format,
  type GaugeEvent,
  type Layer,
  type LocalEvent,
  type MessageEvent,
  type MessageHead,
  type Phase,
  type QuicPacket,
  type QuicSecrets,
  type Segment,
  type SpanEvent,
  type Trace,
  type TraceEvent,
} from "./trace.ts";
export {
  fieldValue,
  type Exchange,
  type Fields,
  type Outcome,
  type SeenRequest,
  type SeenResponse,
  type Sending,
  type Sent,
} from "./exchange.ts";
