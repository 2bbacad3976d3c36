// Field lines as text: RFC 9112 §5, with the checks that keep a value from becoming a line.
import { isFieldValue, isToken, type HeaderField } from "#protocols/semantics/index.ts";

/**
 * One field line with its CR LF. A name that is no token, or a value with a control character or
 * a character beyond latin-1, throws RangeError: it could split the message (RFC 9112 §11.1).
 */
export function fieldLineText([name, value]: HeaderField): string {
  if (!isToken(name)) throw new RangeError(`field name ${JSON.stringify(name)} is not a token`);
  if (!isFieldValue(value)) {
    throw new RangeError(`field ${name} has a value that no field may hold. Encode it first.`);
  }
  return `${name}: ${value}\r\n`;
}
