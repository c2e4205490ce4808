import { rmSync } from 'node:fs';
import type { Finding } from '../../src/finding.ts';
import { answersForBase, type LiveAnswers } from '../../src/planning/answers-for-base.ts';
import type { EnvironmentState } from '../../src/project/environment-state.ts';
import { readProject } from '../../src/project/read-project.ts';
import {
  batch,
  changed,
  config,
  type Edit,
  environment,
  ROOT,
  shippedProject,
  training,
} from '../golden/plans/project.ts';
import { ORDER_VALUE } from '../plan/rules/honesty/measured.ts';

const shipped = shippedProject();
const folders = [shipped];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function dev(...edits: Edit[]): EnvironmentState {
  const folder = changed(shipped, edits);
  folders.push(folder);
  const { state, findings } = readProject({ root: folder, configPath: 'config.yml', packageRoot: ROOT });
  const found = state?.environments.find(({ name }) => name === 'dev');
  if (found === undefined) throw new Error(JSON.stringify(findings));
  return found;
}

const ANSWER: Finding[] = [
  { rule: 'query/unused-columns', severity: 'notice', message: 'x', way_out: 'Leave it out.', place: null },
];
const ENDPOINT = {} as NonNullable<LiveAnswers['measured']['endpoint']>;
const LIVE: LiveAnswers = {
  measured: {
    endpoint: ENDPOINT,
    training_check: { file: 'sql/training.sql', valid: true, columns: null, tables: null, estimated_rows: null },
    data: ORDER_VALUE.data ?? null,
    measures: ORDER_VALUE.measures ?? null,
  },
  answers: { training: ANSWER, batch: ANSWER },
};

/** What holds for the base of a change, by name. */
function held(...head: Edit[]): string[] {
  const { measured, answers } = answersForBase({ base: dev(), head: dev(...head) }, LIVE);
  return [...Object.entries(measured), ...Object.entries(answers)]
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name]) => name);
}

const ALL = ['endpoint', 'training_check', 'data', 'measures', 'training', 'batch'];
const without = (...names: string[]) => ALL.filter((name) => !names.includes(name));
const ROWS = ['training_check', 'data', 'measures'];

test.each<[string, string[], Edit[]]>([
  ['another range', ALL, [config('max_depth: [3, 20]', 'max_depth: [3, 15]')]],
  ['a comment in the queries', ALL, [training('SELECT', '-- more\nSELECT'), batch('SELECT', '-- more\nSELECT')]],
  ['other splits', without('measures'), [config('test_split: 0.9', 'test_split: 0.8')]],
  ['a larger sample', without(...ROWS), [config('rows: 5000', 'rows: 6000')]],
  ['another training query', without(...ROWS, 'training'), [training('JOIN orders', 'LEFT JOIN orders')]],
  ['another batch query', without('batch'), [batch('JOIN orders', 'LEFT JOIN orders')]],
  ['a feature less', without(...ROWS, 'training', 'batch'), [config('    - quantity\n', '')]],
  ['another endpoint', without('endpoint'), [environment('dev', 'endpoint', 'keep: 2', 'keep: 2\nendpoint_name: x')]],
  ['another server', [], [config('host: 127.0.0.1', 'host: presto.example.com')]],
  ['another schema', [], [config('schema: tiny', 'schema: sf1')]],
  ['other credentials', [], [config('presto_credentials: prestodb-credentials', 'presto_credentials: mine')]],
  ['another region', [], [environment('dev', 'environment', 'region: us-east-1', 'region: eu-west-1')]],
  ['another account', [], [environment('dev', 'environment', '"123456789012"', '"210987654321"')]],
])('%s', (_, expected, head) => {
  expect(held(...head)).toEqual(expected);
});

test('a key that only the sample or the instances of the head need to hash is news', () => {
  const finding = (rule: 'query/key-not-scalar' | 'query/unused-columns'): Finding => ({
    rule,
    severity: 'error',
    message: 'x',
    way_out: 'y',
    place: null,
  });
  const training: Finding[] = [finding('query/unused-columns'), finding('query/key-not-scalar')];
  const rules = (...head: Edit[]) =>
    answersForBase({ base: dev(), head: dev(...head) }, { measured: {}, answers: { training } }).answers.training?.map(
      ({ rule }) => rule,
    );
  expect(rules()).toEqual(['query/unused-columns', 'query/key-not-scalar']);
  expect(rules(config('by key hash.\n  instance_count: 1', 'by key hash.\n  instance_count: 2'))).toEqual([
    'query/unused-columns',
  ]);
  expect(rules(config('rows: 5000', 'rows: 6000'))).toEqual(['query/unused-columns']);
});

test('what nobody was asked is not known of the base either', () => {
  const state = dev();
  const { measured, answers } = answersForBase({ base: state, head: state }, { measured: {}, answers: {} });
  expect(Object.values(measured).filter((value) => value !== null)).toEqual([]);
  expect(answers).toEqual({});
});
