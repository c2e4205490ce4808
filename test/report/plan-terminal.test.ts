import { planTerminal } from '../../src/report/plan-terminal.ts';
import { fork, hostile, long, longDiff, short } from './plan-fixtures.ts';

const ESCAPE = '\u001b';
const colourless = (text: string) => text.replaceAll(new RegExp(`${ESCAPE}\\[[\\d;]+m`, 'g'), '');

test('colours change nothing but the colour', () => {
  for (const make of [short, long, fork, longDiff]) {
    const plain = planTerminal(make(), { color: false, width: 100 });
    expect(plain).not.toContain(ESCAPE);
    expect(colourless(planTerminal(make(), { color: true, width: 100 }))).toBe(plain);
  }
});

test.each([60, 80, 110, 200])('at a width of %d no line but those of a difference is longer', (width) => {
  for (const make of [short, long, fork, hostile]) {
    const lines = planTerminal(make(), { color: false, width }).split('\n');
    const long = lines.filter((line) => line.length > width && !/^ {2}[-+ @]/.test(line));
    expect(long).toEqual([]);
  }
});

test('text of others can neither colour, nor move the cursor, nor turn the writing', () => {
  const text = planTerminal(hostile(), { color: true, width: 100 });
  expect(colourless(text)).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u);
  // In the log of a job these would be commands.
  expect(colourless(text)).not.toMatch(/^\s*::|##\[/m);
});
