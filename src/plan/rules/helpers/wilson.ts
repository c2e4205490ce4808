/** Two-sided 95 % of the normal distribution. */
const Z = 1.959964;

/**
 * Wilson's score interval of a share that was seen in `count` independent rows (E. B. Wilson, JASA 22, 1927): unlike
 * the textbook interval it stays within 0 and 1 and holds for few rows. `count` may be an estimate; for 0 rows it is 0
 * to 1.
 */
export function wilson(share: number, count: number): { lower: number; upper: number } {
  if (!(count > 0)) return { lower: 0, upper: 1 };
  const square = Z * Z;
  const centre = (share + square / (2 * count)) / (1 + square / count);
  const half = (Z / (1 + square / count)) * Math.sqrt((share * (1 - share)) / count + square / (4 * count * count));
  return { lower: Math.max(0, centre - half), upper: Math.min(1, centre + half) };
}

/** Half of the width of Wilson's interval: the figure after `±`. */
export function wilsonHalfWidth(share: number, count: number): number {
  const { lower, upper } = wilson(share, count);
  return (upper - lower) / 2;
}
