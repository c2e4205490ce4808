/** A share as a percentage: `78.9 %`. */
export function percent(share: number, digits = 1): string {
  return `${Number((share * 100).toFixed(digits))} %`;
}

/** `5,000 rows`, `1 row`; an estimate is rounded. */
export function rows(count: number): string {
  const whole = Math.round(count);
  return `${whole.toLocaleString('en-US')} ${whole === 1 ? 'row' : 'rows'}`;
}

/** A threshold or another measured number with at most 8 digits. */
export function number(value: number): string {
  return String(Number(value.toPrecision(8)));
}

/** A message shows so many characters of an expression. */
const MAX_QUOTED_LENGTH = 80;

/** An expression as a message shows it: a long one is cut. */
export function quoted(text: string): string {
  return text.length > MAX_QUOTED_LENGTH ? `${text.slice(0, MAX_QUOTED_LENGTH - 1)}…` : text;
}
