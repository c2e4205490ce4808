import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ACCOUNT_REFUSALS } from '../../local/sagemaker/refusals/index.ts';
import { REFUSALS } from '../../src/refusals/index.ts';
import { check } from '../../src/verbs/check.ts';
import { ROOT } from '../config/workspace.ts';
import { CONFIGURATION_CASES, type ConfigurationCase } from './configuration-cases.ts';

const NOW = Date.parse('2026-12-01T12:00:00Z');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'refused-'));
  for (const name of ['config.yml', 'sql', 'environments', 'sagemaker-code']) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What check says about the shipped configuration with some edits. The files are as before when it returns. */
async function checkWith(edits: ConfigurationCase['edits']) {
  const before = new Map<string, string>();
  try {
    for (const [file, from, to] of edits) {
      const path = join(folder, file);
      const text = readFileSync(path, 'utf8');
      if (!before.has(path)) before.set(path, text);
      if (!text.includes(from)) throw new Error(`${file} has no ${JSON.stringify(from)}`);
      writeFileSync(
        path,
        text.replace(from, () => to),
      );
    }
    const { facts } = await check({ configFile: join(folder, 'config.yml'), packageRoot: ROOT }, NOW);
    const line = (file: string, number: number) =>
      readFileSync(join(folder, file), 'utf8').split('\n')[number - 1] ?? '';
    return facts.findings.map((finding) => ({
      ...finding,
      line: finding.place === null ? null : line(finding.place.file, finding.place.line).trim(),
    }));
  } finally {
    for (const [path, text] of before) writeFileSync(path, text);
  }
}

test('the shipped configuration breaks no rule', async () => {
  expect((await checkWith([])).filter(({ severity }) => severity === 'error')).toEqual([]);
});

test.each(CONFIGURATION_CASES.map((each) => [each.rule, each] as const))(
  'check finds %s on its line',
  async (_, each) => {
    const findings = await checkWith(each.edits);
    const errors = findings.filter(({ severity }) => severity === 'error');
    const here = errors.filter(({ rule, line }) => rule === (each.finding ?? `aws/${each.rule}`) && line === each.line);
    expect(here.map(({ message }) => message).join('\n')).toMatch(each.message);
  },
);

test('every rule with settings has a case, and every case is about a rule', () => {
  const rules = [...REFUSALS, ...ACCOUNT_REFUSALS];
  const withSettings = rules.flatMap(({ name, settings }) => (settings === undefined ? [] : [name]));
  const cases = [...new Set(CONFIGURATION_CASES.map(({ rule }) => rule))];
  expect([...withSettings].sort()).toEqual([...cases].sort());
});
