/** A share as people read it: `78.9 %`. */
export function percent(share: number, digits = 1): string {
  return `${Number((share * 100).toFixed(digits))} %`;
}

/** `5,000 rows`, `1 row`; an estimate is rounded. */
export function rows(count: number): string {
  const whole = Math.round(count);
  return `${whole.toLocaleString('en-US')} ${whole === 1 ? 'row' : 'rows'}`;
}

/** A threshold or another measured number, short: 8 digits are more than a reader compares. */
export function number(value: number): string {
  return String(Number(value.toPrecision(8)));
}

/** Longest expression that is quoted. */
const QUOTED = 80;

/** An expression, cut where it is longer than a reader reads. */
export const quoted = (text: string): string => (text.length > QUOTED ? `${text.slice(0, QUOTED - 1)}…` : text);
