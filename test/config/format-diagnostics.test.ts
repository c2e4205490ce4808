import { type Diagnostic, formatDiagnostics } from '../../src/config/index.ts';
import { seedWith, Workspace } from './workspace.ts';

function shown(...edits: [string, string][]): string {
  const workspace = new Workspace({ 'config.yml': seedWith(...edits) });
  const loaded = workspace.load();
  const text = loaded.ok ? '' : formatDiagnostics(loaded.diagnostics.filter(({ severity }) => severity === 'error'));
  workspace.remove();
  return workspace.relative(text);
}

test('the line is shown and the place marked', () => {
  expect(shown(['    - 3\n    - 20', '    - 20\n    - 3'])).toBe(
    [
      'config.yml:93:7 tuning_step.hyperparam_ranges.max_depth: minimum 20 is greater than maximum 3',
      '      - 20',
      '        ^^',
    ].join('\n'),
  );
});

test('a key is marked as long as it is, and the way out follows', () => {
  expect(shown(['train_split: 0.7', 'sample: {rows: 10}\n  train_split: 0.95'])).toBe(
    [
      'config.yml:53:3 training_step.sample: needs key_column: the sample is taken by the hash of a key',
      '    sample: {rows: 10}',
      '    ^^^^^^',
      'config.yml:54:16 training_step.train_split: 0.95 is not below test_split 0.9',
      '    train_split: 0.95',
      '                 ^^^^',
      '  Both are cumulative: 0.7 and 0.9 make 70 % training, 20 % validation, 10 % test.',
    ].join('\n'),
  );
});

test('the mark stands under its place behind tabs and wide letters', () => {
  const diagnostic: Diagnostic = {
    severity: 'error',
    file: 'config.yml',
    line: 1,
    column: 5,
    path: 'a',
    message: 'is wrong',
    source: { text: 'é\t: x', length: 1 },
  };
  expect(formatDiagnostics([diagnostic])).toBe('config.yml:1:5 a: is wrong\n  é\t: x\n   \t  ^');
});

test('of a very long line the part around the place is shown', () => {
  const text = shown(
    ['catalog: tpch', `catalog: ${'c'.repeat(3000)} # ${'x'.repeat(300)}`],
    ['schema: tiny', 'schema: []'],
  );
  expect(text).toContain('presto.schema: expected text, got a list');
  const long = shown(['training_pipeline_name: mlops-pipeline-presto', `training_pipeline_name: ${'p'.repeat(3000)}`]);
  for (const line of long.split('\n')) expect(line.length).toBeLessThan(200);
});

test('control characters of a file do not reach the terminal', () => {
  const text = shown(['catalog: tpch', 'catalog: "\\e[31mred"\n  catalogue: "\u009b31m"']);
  expect([...text].filter((character) => character !== '\n' && /\p{Cc}/u.test(character))).toEqual([]);
});

test('warnings say so, and colours are asked for', () => {
  const diagnostic: Diagnostic = {
    severity: 'warning',
    file: 'a.yml',
    line: 2,
    column: 1,
    path: '',
    message: 'is old',
  };
  expect(formatDiagnostics([diagnostic])).toBe('a.yml:2:1: warning: is old');
  expect(formatDiagnostics([diagnostic], { color: true })).toBe(
    '\u001b[1ma.yml:2:1:\u001b[0m \u001b[33mwarning:\u001b[0m is old',
  );
});

test('more mistakes than anybody reads are counted', () => {
  const one: Diagnostic = { severity: 'error', file: 'a.yml', line: 1, column: 1, path: 'k', message: 'unknown key' };
  const lines = formatDiagnostics(Array.from({ length: 60 }, () => one)).split('\n');
  expect(lines).toHaveLength(51);
  expect(lines.at(-1)).toBe('… and 10 more');
});
