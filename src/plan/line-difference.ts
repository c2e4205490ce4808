import type { DiffLine } from './plan.ts';

/**
 * The difference of two texts by line, with the lines that stay: a shortest edit script (Myers, "An O(ND) difference
 * algorithm", 1986). The caller decides how many of the lines that stay are shown.
 */
export function lineDifference(from: string, to: string): DiffLine[] {
  return script(linesOf(from), linesOf(to));
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function script(a: readonly string[], b: readonly string[]): DiffLine[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const same = (text: string): DiffLine => ({ mark: ' ', text });
  return [
    ...a.slice(0, start).map(same),
    ...middle(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    ...a.slice(a.length - end).map(same),
  ];
}

/**
 * A line that only one side has can match nothing, so it is left out of the search and put back afterwards. Two texts without
 * a common line therefore cost nothing.
 */
function middle(a: readonly string[], b: readonly string[]): DiffLine[] {
  const [inA, inB] = [new Set(a), new Set(b)];
  const keptA = a.flatMap((line, index) => (inB.has(line) ? [index] : []));
  const keptB = b.flatMap((line, index) => (inA.has(line) ? [index] : []));
  const pairs = common(
    keptA.map((index) => a[index] ?? ''),
    keptB.map((index) => b[index] ?? ''),
  );
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  const upTo = (x: number, y: number) => {
    while (i < x) lines.push({ mark: '-', text: a[i++] ?? '' });
    while (j < y) lines.push({ mark: '+', text: b[j++] ?? '' });
  };
  for (const [x, y] of pairs) {
    upTo(keptA[x] ?? 0, keptB[y] ?? 0);
    lines.push({ mark: ' ', text: a[i] ?? '' });
    i++;
    j++;
  }
  upTo(a.length, b.length);
  return lines;
}

/** The search ends after this many edits: time and memory grow with their square. */
const MOST_EDITS = 1000;

/** Pairs of positions of a longest common subsequence, ascending; of a good one when the longest takes too many edits. */
function common(a: readonly string[], b: readonly string[]): Array<[number, number]> {
  const most = Math.min(a.length + b.length, MOST_EDITS);
  const width = most + 1;
  const furthest = new Int32Array(2 * width + 1);
  const trace: Int32Array[] = [];
  for (let edits = 0; edits <= most; edits++) {
    trace.push(furthest.slice(width - edits - 1, width + edits + 2));
    for (let k = -edits; k <= edits; k += 2) {
      const down = k === -edits || (k !== edits && at(furthest, width + k - 1) < at(furthest, width + k + 1));
      let x = down ? at(furthest, width + k + 1) : at(furthest, width + k - 1) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      furthest[width + k] = x;
      if (x >= a.length && x - k >= b.length) return walk(trace, a.length, b.length);
    }
  }
  return anchors(a, b);
}

/**
 * The lines that both sides have exactly once, as many of them as stand in the same order: the longest ascending run of their
 * positions, by patience sorting. A line that was moved far is shown as removed and added.
 */
function anchors(a: readonly string[], b: readonly string[]): Array<[number, number]> {
  const there = onlyOnce(b);
  const shared = [...onlyOnce(a)].flatMap(([line, x]): Array<[number, number]> => {
    const y = there.get(line);
    return y === undefined ? [] : [[x, y]];
  });
  // The index of the pair that ends the run of each length, and for each pair the one before it in its run.
  const ends: number[] = [];
  const before: number[] = [];
  for (const [index, [, y]] of shared.entries()) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((shared[ends[middle] ?? 0]?.[1] ?? 0) < y) low = middle + 1;
      else high = middle;
    }
    before[index] = ends[low - 1] ?? -1;
    ends[low] = index;
  }
  const pairs: Array<[number, number]> = [];
  for (let index = ends.at(-1) ?? -1; index >= 0; index = before[index] ?? -1)
    pairs.push(shared[index] as [number, number]);
  return pairs.reverse();
}

/** Positions of the lines that occur once, in their order. */
function onlyOnce(lines: readonly string[]): Map<string, number> {
  const positions = new Map<string, number>();
  const repeated = new Set<string>();
  for (const [index, line] of lines.entries()) {
    if (positions.has(line)) repeated.add(line);
    positions.set(line, index);
  }
  for (const line of repeated) positions.delete(line);
  return positions;
}

const at = (values: Int32Array, index: number): number => values[index] ?? 0;

/** Walks back from the end along the furthest points of each round. */
function walk(trace: readonly Int32Array[], lengthA: number, lengthB: number): Array<[number, number]> {
  const pairs: Array<[number, number]> = [];
  let [x, y] = [lengthA, lengthB];
  for (let edits = trace.length - 1; edits >= 0; edits--) {
    const furthest = trace[edits] ?? new Int32Array();
    // The slice of a round starts at diagonal -(edits + 1).
    const of = (k: number) => at(furthest, k + edits + 1);
    const k = x - y;
    const down = k === -edits || (k !== edits && of(k - 1) < of(k + 1));
    const before = down ? k + 1 : k - 1;
    const fromX = edits === 0 ? 0 : of(before);
    const fromY = edits === 0 ? 0 : fromX - before;
    while (x > fromX && y > fromY) pairs.push([--x, --y]);
    [x, y] = [fromX, fromY];
  }
  return pairs.reverse();
}
