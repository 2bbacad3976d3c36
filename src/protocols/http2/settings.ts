// Settings: what each side may say, and what the values mean. RFC 9113 §6.5.2, RFC 8441 §3.
import type { Fault } from "#wire/index.ts";
import type { Setting } from "./frame.ts";
import { SETTING_IDS } from "./registry.ts";

/** Values of all settings that this engine knows, as they hold for one direction. */
export interface Http2Settings {
  /** Octets of the dynamic table that the sender's decoder keeps. */
  readonly headerTableSize: number;
  readonly enablePush: boolean;
  /** Streams that the receiver may have open at once; Infinity is no limit. */
  readonly maxConcurrentStreams: number;
  /** Octets that may be sent on a new stream before a WINDOW_UPDATE. */
  readonly initialWindowSize: number;
  /** Octets of payload in the largest frame that the sender takes. */
  readonly maxFrameSize: number;
  /** Octets of a field section, name + value + 32 a line; advisory; Infinity is no limit. */
  readonly maxHeaderListSize: number;
  /** Whether `:protocol` is allowed (RFC 8441). */
  readonly enableConnectProtocol: boolean;
}

/** Values before any SETTINGS frame (§6.5.2). */
export const INITIAL_SETTINGS: Http2Settings = {
  headerTableSize: 4096,
  enablePush: true,
  maxConcurrentStreams: Infinity,
  initialWindowSize: 65535,
  maxFrameSize: 16384,
  maxHeaderListSize: Infinity,
  enableConnectProtocol: false,
};

/** The largest flow-control window (§6.9.1). */
export const MAX_WINDOW = 0x7fffffff;

interface SettingRule {
  readonly key: keyof Http2Settings;
  readonly least: number;
  readonly most: number;
  /** Error code of a value outside [least, most]. */
  readonly code: "PROTOCOL_ERROR" | "FLOW_CONTROL_ERROR";
  readonly rule: string;
}

const UINT32 = 0xffffffff;
const RULES: Readonly<Record<number, SettingRule>> = Object.fromEntries(
  (
    [
      [SETTING_IDS.HEADER_TABLE_SIZE, "headerTableSize", 0, UINT32],
      [SETTING_IDS.ENABLE_PUSH, "enablePush", 0, 1],
      [SETTING_IDS.MAX_CONCURRENT_STREAMS, "maxConcurrentStreams", 0, UINT32],
      [SETTING_IDS.INITIAL_WINDOW_SIZE, "initialWindowSize", 0, MAX_WINDOW],
      [SETTING_IDS.MAX_FRAME_SIZE, "maxFrameSize", 16384, 0xffffff],
      [SETTING_IDS.MAX_HEADER_LIST_SIZE, "maxHeaderListSize", 0, UINT32],
      [SETTING_IDS.ENABLE_CONNECT_PROTOCOL, "enableConnectProtocol", 0, 1],
    ] as const
  ).map(([id, key, least, most]): [number, SettingRule] => [
    id,
    {
      key,
      least,
      most,
      code: key === "initialWindowSize" ? "FLOW_CONTROL_ERROR" : "PROTOCOL_ERROR",
      rule: key === "enableConnectProtocol" ? "RFC 8441 §3" : "RFC 9113 §6.5.2",
    },
  ]),
);

const isSwitch = (key: keyof Http2Settings): boolean =>
  key === "enablePush" || key === "enableConnectProtocol";

/** The settings of a frame from the values given; one out of its range throws RangeError. */
export function listSettings(settings: Partial<Http2Settings>): Setting[] {
  const list: Setting[] = [];
  for (const [id, { key, least, most }] of Object.entries(RULES)) {
    const given = settings[key];
    if (given === undefined || given === Infinity) continue;
    const value = Number(given);
    if (!Number.isInteger(value) || value < least || value > most) {
      throw new RangeError(`the setting ${key} is ${value}: it goes from ${least} to ${most}`);
    }
    list.push([Number(id), value]);
  }
  return list;
}

/**
 * The values after a peer's SETTINGS frame, in its order, or the rule that one of them breaks.
 * Unknown identifiers are ignored. `fromServer` is true when the sender is the server.
 */
export function applySettings(
  current: Http2Settings,
  list: readonly Setting[],
  fromServer: boolean,
): Http2Settings | Fault {
  const next: Record<string, number | boolean> = { ...current };
  for (const [place, [id, value]] of list.entries()) {
    const known = RULES[id];
    if (known === undefined) continue;
    const { code, key, least, most, rule } = known;
    const at = 9 + 6 * place;
    if (value < least || value > most) {
      return {
        code,
        at,
        rule,
        text: `the setting ${key} is ${value}: it goes from ${least} to ${most}`,
      };
    }
    if (key === "enablePush" && fromServer && value === 1) {
      return { code, at, rule, text: "a server cannot enable push" };
    }
    if (key === "enableConnectProtocol" && value === 0 && next[key] === true) {
      return { code, at, rule, text: "extended CONNECT cannot be withdrawn once it is enabled" };
    }
    next[key] = isSwitch(key) ? value === 1 : value;
  }
  return next as unknown as Http2Settings;
}
