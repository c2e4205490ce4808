import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHANGE_RULES, GUARDRAIL_RULES } from '../../../src/plan/guardrails/index.ts';
import { HONESTY_RULES } from '../../../src/plan/honesty/index.ts';
import { ROOT } from '../../config/workspace.ts';

const documentation = readFileSync(join(ROOT, 'docs/rules.md'), 'utf8');

/** Every identity of a rule in the sources, with the file that says it and its severities. */
function written(folder: 'honesty' | 'guardrails'): { id: string; file: string; severities: string[] }[] {
  return readdirSync(join(ROOT, 'src/plan', folder)).flatMap((file) => {
    const text = readFileSync(join(ROOT, 'src/plan', folder, file), 'utf8');
    const ids = [...new Set([...text.matchAll(/'((?:honesty|guardrail)\/[a-z-]+)'/g)].map((match) => match[1] ?? ''))];
    const severities = [...new Set([...text.matchAll(/'(error|warning|notice)'/g)].map((match) => match[1] ?? ''))];
    return ids.map((id) => ({ id, file, severities }));
  });
}

/** Rows of the tables: anchor, identity, severities. */
const rows = [
  ...documentation.matchAll(/^\| <a id="([a-z-]+)"><\/a>`([a-z]+\/[a-z-]+)` \| ([a-z, ]+) \| .+ \| .+ \| .+ \|$/gm),
].map(([, anchor, id, severities]) => ({ anchor, id, severities: severities?.split(', ') ?? [] }));

test.each([
  ['honesty', HONESTY_RULES.length],
  ['guardrails', GUARDRAIL_RULES.length + CHANGE_RULES.length],
] as const)('each rule of %s stands in a file of its name, and in the list', (folder, count) => {
  const all = written(folder);
  expect(all.map(({ id }) => `${id.split('/')[1]}.ts`)).toEqual(all.map(({ file }) => file));
  expect(all).toHaveLength(count);
});

test('docs/rules.md has every rule with its severities, and no other', () => {
  const sources = [...written('honesty'), ...written('guardrails')];
  expect(rows.map(({ id }) => id).sort()).toEqual(sources.map(({ id }) => id).sort());
  for (const { id, anchor, severities } of rows) {
    expect(`${id} ${anchor}`).toBe(`${id} ${id?.split('/')[1]}`);
    const source = sources.find((one) => one.id === id);
    expect([id, ...severities.sort()]).toEqual([id, ...(source?.severities ?? []).sort()]);
  }
});
