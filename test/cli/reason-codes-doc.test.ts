import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VERBS } from '../../src/cli/verbs.ts';
import { REASON_CODES } from '../../src/failure.ts';

const docs = (name: string) => readFileSync(join(import.meta.dirname, '../../docs', name), 'utf8');

test('docs/reason-codes.md has every code with its exit code and meaning, and no other', () => {
  const rows = [...docs('reason-codes.md').matchAll(/^\| `(\w+)` \| (\d+) \| ([^|]+) \|/gm)].map(
    ([, code, exit, meaning]) => [code, { exit: Number(exit), meaning: meaning?.trim() }],
  );
  expect(Object.fromEntries(rows.filter(([code]) => code !== 'ok'))).toEqual(REASON_CODES);
});

test('docs/cli.md names every verb', () => {
  const text = docs('cli.md');
  for (const { name } of VERBS) expect(text).toContain(`mlops ${name.split(' ')[0]}`);
});
