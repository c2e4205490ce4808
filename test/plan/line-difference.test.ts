import { lineDifference } from '../../src/plan/line-difference.ts';

const shown = (from: string, to: string) => lineDifference(from, to).map(({ mark, text }) => `${mark}${text}`);

/** Both sides can be read back from a difference, whatever it is. */
function holds(from: string, to: string): void {
  const lines = lineDifference(from, to);
  const side = (mark: '+' | '-') =>
    lines.filter((line) => line.mark === ' ' || line.mark === mark).map(({ text }) => text);
  const of = (text: string) => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));
  expect(side('-')).toEqual(of(from));
  expect(side('+')).toEqual(of(to));
}

test.each([
  ['a\nb\nc\n', 'a\nx\nc\n', [' a', '-b', '+x', ' c']],
  ['a\nb\n', 'a\nb\nc\n', [' a', ' b', '+c']],
  ['a\nb\nc\n', 'b\nc\n', ['-a', ' b', ' c']],
  ['', 'a\n', ['+a']],
  ['a\n', '', ['-a']],
  ['same', 'same', [' same']],
  ['a\r\nb\r\n', 'a\nb\n', [' a', ' b']],
  ['a\nb\na\nb\n', 'b\na\nb\na\n', ['-a', ' b', ' a', ' b', '+a']],
])('%j → %j', (from, to, expected) => expect(shown(from, to)).toEqual(expected));

test('as few lines as can be are taken out and put in', () => {
  const random = randomNumbers(7);
  for (let round = 0; round < 300; round++) {
    const text = () => Array.from({ length: random(9) }, () => 'abc'[random(3)]).join('\n');
    const [from, to] = [text(), text()];
    holds(from, to);
    const edits = lineDifference(from, to).filter(({ mark }) => mark !== ' ').length;
    expect([from, to, edits]).toEqual([from, to, fewestEdits(from, to)]);
  }
});

test.each([
  ['one line of 2,000 in the middle', (line: number) => (line === 1000 ? 'changed' : `line ${line}`)],
  ['every second line', (line: number) => (line % 2 === 0 ? `changed ${line}` : `line ${line}`)],
  ['all lines', (line: number) => `changed ${line}`],
  ['all lines moved by one', (line: number) => `line ${line + 1}`],
  ['lines in the opposite order', (line: number) => `line ${1999 - line}`],
])('2,000 lines, %s: both sides are whole', (_, change) => {
  const text = (line: (index: number) => string) =>
    `${Array.from({ length: 2000 }, (_item, index) => line(index)).join('\n')}\n`;
  const [from, to] = [text((line) => `line ${line}`), text(change)];
  holds(from, to);
});

test('too much to search for is held by the lines that both sides have once', () => {
  // Two halves that changed places, each with more lines than are searched for; a line that is repeated holds nothing.
  const half = (name: string) => Array.from({ length: 1200 }, (_item, index) => `${name} ${index}`);
  const [from, to] = [
    [...half('first'), 'same', ...half('second'), 'same'].join('\n'),
    [...half('second'), 'same', ...half('first'), 'same'].join('\n'),
  ];
  holds(from, to);
  const kept = lineDifference(from, to).filter(({ mark }) => mark === ' ');
  expect(kept.length).toBeGreaterThanOrEqual(1200);
});

function fewestEdits(from: string, to: string): number {
  const [a, b] = [from, to].map((text) => (text === '' ? [] : text.split('\n'))) as [string[], string[]];
  const costs = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_item, j) => (i === 0 ? j : i)),
  );
  const at = (i: number, j: number) => costs[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const row = costs[i] as number[];
      row[j] = a[i - 1] === b[j - 1] ? at(i - 1, j - 1) : 1 + Math.min(at(i - 1, j), at(i, j - 1));
    }
  }
  return at(a.length, b.length);
}

function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}
