// The text form of gRPC-Web: base64 in chunks, each of which may be padded (PROTOCOL-WEB.md,
// "Text-encoded (response) streams").
import { concat, latin1, latin1Text, type Fault } from "#wire/index.ts";
import { RULES } from "./status.ts";

/** Decodes a text stream; the chunks of base64 and the pieces of text may be cut anywhere. */
export interface WebTextDecoder {
  /** Bytes that the text completes, or a fault; after a fault it stays silent. */
  push(text: string): Uint8Array | Fault;
  /** The text ended: a fault when a group of four letters is left half way, or null. */
  end(): Fault | null;
}

// Four letters a group; padding may close any group, not only the last one of the body. Long texts
// are looked at in slices: an engine's stack bounds how often one expression may repeat.
const SLICE = 8192;
const GROUPS = /^(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)*$/;

/** Opens a decoder. */
export function createWebTextDecoder(): WebTextDecoder {
  let rest = "";
  let offset = 0;
  let broken = false;
  const fail = (text: string): Fault => {
    broken = true;
    return { code: "BAD_BASE64", at: offset, rule: RULES.web, text };
  };
  return {
    push(text) {
      if (broken) return new Uint8Array(0);
      const all = rest + text;
      const whole = all.slice(0, all.length - (all.length % 4));
      const parts: Uint8Array[] = [];
      for (let at = 0; at < whole.length; at += SLICE) {
        const slice = whole.slice(at, at + SLICE);
        if (!GROUPS.test(slice)) return fail("The body is no base64 in groups of four letters.");
        for (const group of slice.match(/[^=]+=*/g) ?? []) parts.push(latin1(atob(group)));
        offset += slice.length;
      }
      rest = all.slice(whole.length);
      return concat(parts);
    },
    end() {
      if (broken || rest === "") return null;
      return fail("The body ends within a group of four letters. Pad the last one with =.");
    },
  };
}

/** Bytes of a whole text body. */
export function decodeWebText(text: string): Uint8Array | Fault {
  const decoder = createWebTextDecoder();
  const bytes = decoder.push(text);
  return decoder.end() ?? bytes;
}

/** One padded chunk of base64, as a server flushes it. */
export const encodeWebText = (bytes: Uint8Array): string => btoa(latin1Text(bytes));
