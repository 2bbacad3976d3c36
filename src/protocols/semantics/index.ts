// The door of HTTP semantics: what HTTP/1, HTTP/2 and HTTP/3 share. RFC 9110.
export { fieldValue, fieldValues, listMembers, trimBlanks, type HeaderField } from "./fields.ts";
export { isFieldValue, isOctet, isToken, octet, skipOctets } from "./octets.ts";
