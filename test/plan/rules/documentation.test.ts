import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHANGE_RULES, GUARDRAIL_RULES } from '../../../src/plan/rules/guardrails/index.ts';
import { HONESTY_RULES } from '../../../src/plan/rules/honesty/index.ts';
import { ROOT } from '../../config/workspace.ts';

const documentation = readFileSync(join(ROOT, 'docs/rules.md'), 'utf8');
const source = (path: string) => readFileSync(join(ROOT, 'src', path), 'utf8');
const filesIn = (folder: string) =>
  readdirSync(join(ROOT, 'src', folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`);
const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? '');
const distinct = (names: string[]) => [...new Set(names)].sort();

/** Sections of the page: the rule and the severities that it lists. */
const sections = [...documentation.matchAll(/^### ([a-z]+\/[a-z-]+)\n\n- \*\*Severity:\*\* ([a-z, ]+)$/gm)].map(
  ([, id = '', severities = '']) => ({ id, severities: severities.split(/, | or /).sort() }),
);

/** The rules of a folder, with the file that has the rule and its severities. */
function rulesIn(folder: 'honesty' | 'guardrails'): { id: string; file: string; severities: string[] }[] {
  return filesIn(`plan/rules/${folder}`).flatMap((path) => {
    const text = source(path);
    const severities = distinct(matches(text, /'(error|warning|notice)'/g));
    return distinct(matches(text, /'((?:honesty|guardrail)\/[a-z-]+)'/g)).map((id) => ({ id, file: path, severities }));
  });
}

/** Rules that are written in full, wherever they stand. */
const literalRules = () =>
  filesIn('.').flatMap((path) =>
    matches(source(path), /'((?:honesty|guardrail|config|environment|pin|plan|query|definition)\/[a-z-]+[a-z])'/g),
  );

const definitionRules = () =>
  filesIn('pipeline/lint').flatMap((path) =>
    matches(source(path), /rule: '([a-z-]+)'/g).map((name) => `definition/${name}`),
  );

const queryRules = () => {
  const faults = ['observed/query/fault.ts', 'observed/query/fault-kinds.ts'];
  const kinds = faults.flatMap((path) => matches(source(path), /\bkind: '([a-z-]+)'/g));
  const columns = matches(source('observed/query/columns.ts'), /report\(\s*'([a-z-]+)'/g);
  const missing = ['key', 'target', 'feature'].map((role) => `missing-${role}`);
  return [...kinds, ...columns, ...missing].map((name) => `query/${name}`);
};

test.each([
  ['honesty', HONESTY_RULES.length],
  ['guardrails', GUARDRAIL_RULES.length + CHANGE_RULES.length],
] as const)('each rule of %s stands in a file of its name, and in the list', (folder, count) => {
  const all = rulesIn(folder);
  expect(all.map(({ id }) => `plan/rules/${folder}/${id.split('/')[1]}.ts`)).toEqual(all.map(({ file }) => file));
  expect(all).toHaveLength(count);
});

test('docs/rules.md has a section for every rule, and for no other', () => {
  expect(sections.map(({ id }) => id).sort()).toEqual(
    distinct([...literalRules(), ...definitionRules(), ...queryRules()]),
  );
});

test('the sections list the severities of the rules', () => {
  const severities = Object.fromEntries(sections.map((section) => [section.id, section.severities]));
  for (const rule of [...rulesIn('honesty'), ...rulesIn('guardrails')]) {
    expect([rule.id, severities[rule.id]]).toEqual([rule.id, rule.severities]);
  }
});
