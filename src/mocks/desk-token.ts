// The desk's bearer tokens: made up, but checkable without a list of them.

/** Tokens carry their own check digit: the last digit is the sum of the others, modulo 10. */
export function isDeskToken(token: string): boolean {
  const digits = /^desk-(\d{4})(\d)$/.exec(token);
  if (digits === null) return false;
  const sum = [...(digits[1] ?? "")].reduce((total, digit) => total + Number(digit), 0);
  return sum % 10 === Number(digits[2]);
}

/** A token that the orders accept, from four digits. */
export function deskToken(digits: number): string {
  const text = String(digits).padStart(4, "0");
  return `desk-${text}${[...text].reduce((sum, digit) => sum + Number(digit), 0) % 10}`;
}
