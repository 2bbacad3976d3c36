// HTTP/2 frames in a few words, as traces print them. RFC 9113 §6.
import {
  errorCodeName,
  FLAGS,
  FRAME_TYPES,
  frameTypeName,
  settingName,
  type Frame,
} from "#protocols/http2/index.ts";

const bytes = (count: number): string => (count === 1 ? "1 byte" : `${count} bytes`);

/** What a frame says beside its type and stream. */
function detailOf(frame: Frame): string {
  switch (frame.type) {
    case FRAME_TYPES.DATA:
      return `, ${bytes(frame.data.length)}`;
    case FRAME_TYPES.RST_STREAM:
      return `: ${errorCodeName(frame.errorCode)}`;
    case FRAME_TYPES.SETTINGS:
      return frame.settings.length === 0
        ? ""
        : `: ${frame.settings.map(([id, value]) => `${settingName(id)} ${value}`).join(", ")}`;
    case FRAME_TYPES.GOAWAY:
      return `: last stream ${frame.lastStreamId}, ${errorCodeName(frame.errorCode)}`;
    case FRAME_TYPES.WINDOW_UPDATE:
      return `: +${frame.windowSizeIncrement}`;
    default:
      return "";
  }
}

const ACKNOWLEDGED: readonly number[] = [FRAME_TYPES.SETTINGS, FRAME_TYPES.PING];
const ENDING: readonly number[] = [FRAME_TYPES.DATA, FRAME_TYPES.HEADERS];

/** "HEADERS on 1, END_STREAM", "WINDOW_UPDATE on the connection: +4096", "PING ACK". */
export function labelOf(frame: Frame): string {
  const { flags, streamId, type } = frame;
  const ack = ACKNOWLEDGED.includes(type) && (flags & FLAGS.ACK) !== 0 ? " ACK" : "";
  const either = type === FRAME_TYPES.WINDOW_UPDATE ? " on the connection" : "";
  const where = streamId === 0 ? either : ` on ${streamId}`;
  const end = ENDING.includes(type) && (flags & FLAGS.END_STREAM) !== 0 ? ", END_STREAM" : "";
  return `${frameTypeName(type)}${ack}${where}${detailOf(frame)}${end}`;
}
