/**
 * @param {number[]} values at least one
 * @returns {{median: number, min: number, max: number}}
 */
export function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const median = sorted.length % 2 === 1 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, min: sorted[0], max: sorted[sorted.length - 1] };
}

/**
 * The ratios of two subjects turn by turn: what slowed the machine down for a while slowed both of a pair.
 * @param {number[]} over
 * @param {number[]} under as many
 */
export function ratio(over, under) {
  return spread(over.map((value, turn) => value / under[turn]));
}

/** `2.31 (2.20–2.64)`, with as many decimals as given. */
export function shown({ median, min, max }, decimals) {
  const text = (value) =>
    value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  const range = text(min) === text(max) ? '' : ` (${text(min)}–${text(max)})`;
  return `${text(median)}${range}`;
}

/**
 * A Markdown table with its columns aligned, so that it reads on a terminal too.
 * @param {string[]} head
 * @param {string[][]} rows
 */
export function table(head, rows) {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => [...row[column]].length), 3));
  const pad = (text, column) => {
    const blank = ' '.repeat(widths[column] - [...text].length);
    return column === 0 ? text + blank : blank + text;
  };
  const line = (cells) => `| ${cells.map(pad).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}
