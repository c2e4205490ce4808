/** Charts as GitHub renders them in a comment: mermaid, always beside the same numbers in a table. */

/**
 * A curve over [0, 1] × [0, 1] as a mermaid `xychart-beta` with the reference line of a random answer.
 * mermaid spaces the points of a line evenly, so the curve is read at `samples` even steps of x (linear between its points).
 */
export function curveChart(input: {
  title: string;
  xTitle: string;
  yTitle: string;
  x: number[];
  y: number[];
  reference: (x: number) => number;
  samples?: number;
}): string {
  const samples = input.samples ?? 21;
  const even = Array.from({ length: samples }, (_, i) => i / (samples - 1));
  const list = (values: number[]) => `[${values.map((value) => value.toFixed(3)).join(', ')}]`;
  return [
    '```mermaid',
    'xychart-beta',
    `  title "${input.title}"`,
    `  x-axis "${input.xTitle}" 0 --> 1`,
    `  y-axis "${input.yTitle}" 0 --> 1`,
    `  line ${list(even.map((x) => interpolate(input.x, input.y, x)))}`,
    `  line ${list(even.map(input.reference))}`,
    '```',
  ].join('\n');
}

/** y at x, linear between the points of a curve given in any order of x; at a vertical step the higher y. */
export function interpolate(xs: number[], ys: number[], x: number): number {
  const points = xs.map((value, i) => [value, ys[i] ?? 0] as const).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
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
