import { planTerminal } from '../../../src/report/plan/terminal.ts';
import { fork, hostile, long, longDiff, short } from './fixtures.ts';

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

test('an ARN without a region is printed as it is', () => {
  const arn = 'arn:aws:sts::123456789012:assumed-role/mlops-plan/run';
  const plan = short();
  const [finding] = long().environments[0]?.findings ?? [];
  if (finding === undefined) throw new Error('the plan has no finding');
  plan.environments[0]?.findings.push({ ...finding, message: `${arn} may not call sagemaker:DescribePipeline` });
  expect(planTerminal(plan, { color: false, width: 120 })).toContain(arn);
});

test('no line of a job log begins a command, wherever a long word is broken', () => {
  for (let colons = 0; colons < 60; colons += 3) {
    const plan = long();
    const word = `${'x'.repeat(colons)}::add-mask::${'y'.repeat(60 - colons)}:::set-env`;
    for (const finding of plan.environments.flatMap(({ findings }) => findings)) finding.message = word;
    for (const difference of plan.environments.flatMap(({ differences }) => differences)) {
      difference.from = word;
      difference.to = '::error::first';
    }
    for (const width of [40, 41, 60, 90]) {
      const text = planTerminal(plan, { color: false, width });
      expect(text).not.toMatch(/^\s*::/m);
      expect(colourless(planTerminal(plan, { color: true, width }))).toBe(text);
    }
  }
});
