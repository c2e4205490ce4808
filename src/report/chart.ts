/** Charts in the form that GitHub renders in a comment: mermaid, always beside the same numbers in a table. */

/** A curve over [0, 1] × [0, 1] and the line that it is compared with. */
export interface Curve {
  title: string;
  xTitle: string;
  yTitle: string;
  x: number[];
  y: number[];
  /** The y of the reference line at x. */
  reference: (x: number) => number;
  /** How many even steps of x are drawn; 21 by default. */
  samples?: number;
}

/**
 * Draws a curve and its reference line as a mermaid `xychart-beta`. mermaid spaces the points of a line evenly, so the
 * curve is read at even steps of x, linear between its points.
 */
export function curveChart({ title, xTitle, yTitle, x, y, reference, samples = 21 }: Curve): string {
  const steps = Array.from({ length: samples }, (_, index) => index / (samples - 1));
  const list = (values: number[]) => `[${values.map((value) => value.toFixed(3)).join(', ')}]`;
  return [
    '```mermaid',
    'xychart-beta',
    `  title "${title}"`,
    `  x-axis "${xTitle}" 0 --> 1`,
    `  y-axis "${yTitle}" 0 --> 1`,
    `  line ${list(steps.map((step) => interpolate(x, y, step)))}`,
    `  line ${list(steps.map(reference))}`,
    '```',
  ].join('\n');
}

/** Returns y at x, linear between the points of a curve, which can be in any order. At a vertical step it is the higher y. */
export function interpolate(xs: number[], ys: number[], x: number): number {
  const points = xs.map((value, index) => [value, ys[index] ?? 0] as const).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  let below = points[0];
  if (below === undefined) return 0;
  for (const point of points) {
    if (point[0] > x) {
      const [x0, y0] = below;
      if (x <= x0) return y0;
      return y0 + ((point[1] - y0) * (x - x0)) / (point[0] - x0);
    }
    below = point;
  }
  return below[1];
}
