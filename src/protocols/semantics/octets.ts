// Which octets may stand where in a field or a start line: RFC 9110 §5.5, §5.6.2, §5.6.4.

/** Bit of each octet class in the table behind {@link isOctet}. */
export const octet = {
  /** tchar, the letters of a token: RFC 9110 §5.6.2. */
  token: 1,
  /** field-vchar, SP and HTAB: what a field value may hold, RFC 9110 §5.5. */
  fieldValue: 2,
  /** VCHAR: visible US-ASCII, RFC 5234 appendix B.1. */
  visible: 4,
  /** DIGIT. */
  digit: 8,
  /** HEXDIG in either case. */
  hex: 16,
  /** qdtext: what a quoted string holds without a backslash, RFC 9110 §5.6.4. */
  quoted: 32,
  /** SP and HTAB: RFC 9110 §5.6.3. */
  blank: 64,
  /** obs-text: an octet beyond US-ASCII, RFC 9110 §5.5. */
  obsText: 128,
} as const;

const delimiters = '"(),/:;<=>?@[\\]{}';

function classesOf(code: number): number {
  const visible = code > 0x20 && code < 0x7f;
  const blank = code === 0x20 || code === 0x09;
  const isDigit = code >= 0x30 && code <= 0x39;
  const isHex = isDigit || (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66);
  const isText = visible || blank || code > 0x7f;
  let classes = 0;
  if (visible && !delimiters.includes(String.fromCharCode(code))) classes |= octet.token;
  if (isText) classes |= octet.fieldValue;
  if (visible) classes |= octet.visible;
  if (isDigit) classes |= octet.digit;
  if (isHex) classes |= octet.hex;
  if (isText && code !== 0x22 && code !== 0x5c) classes |= octet.quoted;
  if (blank) classes |= octet.blank;
  if (code > 0x7f) classes |= octet.obsText;
  return classes;
}

const table = Uint8Array.from({ length: 256 }, (_, code) => classesOf(code));

/** Whether the octet (0–255; anything else is in no class) belongs to one of the given classes. */
export const isOctet = (code: number | undefined, classes: number): boolean =>
  code !== undefined && ((table[code] ?? 0) & classes) !== 0;

/** Offset of the first octet at or after `at` that is outside the classes; the length when none is. */
export function skipOctets(bytes: Uint8Array, at: number, classes: number): number {
  let end = at;
  while (end < bytes.length && ((table[bytes[end] as number] as number) & classes) !== 0) end += 1;
  return end;
}

const everyIs = (text: string, classes: number): boolean => {
  for (let index = 0; index < text.length; index += 1) {
    if (!isOctet(text.charCodeAt(index), classes)) return false;
  }
  return true;
};

/** Whether the text is a token, such as a method or a field name: RFC 9110 §5.6.2. */
export const isToken = (text: string): boolean => text !== "" && everyIs(text, octet.token);

/** Whether the text may be a field value: visible octets, SP, HTAB, obs-text; RFC 9110 §5.5. */
export const isFieldValue = (text: string): boolean => everyIs(text, octet.fieldValue);
