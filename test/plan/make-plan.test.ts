import { rmSync } from 'node:fs';
import type { Finding } from '../../src/finding.ts';
import { canonicalJson } from '../../src/pipeline/canonical.ts';
import { definitionDifferences } from '../../src/plan/definition-difference.ts';
import { desiredDigests } from '../../src/plan/digests.ts';
import type { DesiredField } from '../../src/plan/fields.ts';
import {
  affected,
  allFindings,
  type LiveState,
  makePlan,
  type PlanParts,
  sortFindings,
  withoutRepeats,
} from '../../src/plan/make-plan.ts';
import type { EnvironmentState, ProjectState } from '../../src/project/environment-state.ts';
import { readProject } from '../../src/project/read-project.ts';
import { SUBJECTS } from '../../src/project/subjects.ts';
import type { RuleName } from '../../src/rule-names.ts';
import {
  batch,
  changed,
  config,
  type Edit,
  environment,
  pin,
  ROOT,
  shippedProject,
  training,
} from '../golden/plans/project.ts';

const shipped = shippedProject();
const folders = [shipped];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function stateOf(...edits: Edit[]): ProjectState {
  const folder = changed(shipped, edits);
  folders.push(folder);
  const { state, findings } = readProject({ root: folder, configPath: 'config.yml', packageRoot: ROOT });
  if (state === null) throw new Error(JSON.stringify(findings));
  return state;
}

const dev = (state: ProjectState): EnvironmentState => {
  const found = state.environments.find(({ name }) => name === 'dev');
  if (found === undefined) throw new Error('no dev');
  return found;
};

const base = stateOf();
const partsOf = (head: ProjectState | null, more: Partial<PlanParts> = {}): PlanParts => ({
  base: { commit: 'b'.repeat(40), state: base },
  head: { commit: 'f'.repeat(40), state: head },
  scope: 'offline',
  findings: [],
  live: new Map(),
  ...more,
});

test('the same parts are the same bytes, in whatever order they were learned', () => {
  const head = stateOf(config('rows: 5000', 'rows: 6000'), training('JOIN orders', 'LEFT JOIN orders'));
  const learned = [
    ['dev', { gaps: [{ source: 'aws', what: 'one', why: 'x' }] }],
    ['prod', { gaps: [{ source: 'aws', what: 'two', why: 'x' }] }],
  ] satisfies [string, LiveState][];
  const once = makePlan(partsOf(head, { live: new Map<string, LiveState>(learned) }));
  const again = makePlan(partsOf(head, { live: new Map<string, LiveState>([...learned].reverse()) }));
  expect(JSON.stringify(again)).toBe(JSON.stringify(once));
  // Nothing in it that JSON cannot hold.
  expect(canonicalJson(JSON.parse(JSON.stringify(once)))).toBe(canonicalJson(once));
});

test('sources come before what promotes from them, differences in the order in which they are read', () => {
  const head = stateOf(
    config('n_estimators: [10, 150]', 'n_estimators: [10, 200]'),
    config('rows: 5000', 'rows: 6000'),
    config('Value: my-team', 'Value: your-team'),
    training('JOIN orders', 'LEFT JOIN orders'),
    batch('JOIN orders', 'LEFT JOIN orders'),
    { file: 'sagemaker-code/mlops/more.py', write: 'X = 1\n' },
  );
  const { environments } = makePlan(partsOf(head));
  expect(environments.map((each) => each.environment)).toEqual(['dev', 'staging', 'prod']);
  const subjects = environments[0]?.differences.map(({ subject }) => subject) ?? [];
  expect(subjects).toEqual(['query', 'sample', 'hyperparameters', 'code', 'batch', 'tags']);
  expect([...subjects].sort((a, b) => SUBJECTS.indexOf(a) - SUBJECTS.indexOf(b))).toEqual(subjects);
});

test('without a head nothing is said of any environment', () => {
  expect(makePlan(partsOf(null))).toMatchObject({ environments: [], unchanged: [] });
  expect(affected(partsOf(null))).toEqual([]);
});

test('a file of code is shown by its lines, and by its size alone when it is no text', () => {
  const text = {
    file: 'sagemaker-code/training.py',
    by: (old: string) => old.replace(/^import /m, 'import os\nimport '),
  };
  const binary = { file: 'sagemaker-code/model.bin', write: new Uint8Array([1, 0, 2]) };
  const differences = makePlan(partsOf(stateOf(text, binary))).environments[0]?.differences ?? [];
  expect(differences.map(({ path, from, to }) => [path, from === null, to])).toEqual([
    ['sagemaker-code/model.bin', true, '3 bytes'],
    ['sagemaker-code/training.py', false, expect.stringMatching(/^\d+ bytes$/)],
  ]);
  expect(differences[0]?.lines).toBeUndefined();
  expect(differences[1]?.lines?.filter(({ mark }) => mark !== ' ')).toEqual([{ mark: '+', text: 'import os' }]);
});

describe('digests', () => {
  const of = (...edits: Edit[]) => desiredDigests(dev(stateOf(...edits)));
  const moved = (...edits: Edit[]) => {
    const [before, after] = [desiredDigests(dev(base)), of(...edits)];
    return (Object.keys(after) as DesiredField[]).filter((field) => before[field] !== after[field]);
  };

  test.each<[string, Edit[], string[]]>([
    ['nothing', [training('-- One row per order line', '-- A row per order line')], []],
    ['the query', [training('JOIN orders', 'LEFT JOIN orders')], ['query', 'training pipeline']],
    ['the batch query', [batch('JOIN orders', 'LEFT JOIN orders')], ['batch query']],
    ['the code', [{ file: 'sagemaker-code/x.py', write: '' }], ['code', 'training pipeline']],
    ['a range', [config('max_depth: [3, 20]', 'max_depth: [3, 30]')], ['training pipeline']],
    ['a pin of the endpoint', [environment('dev', 'endpoint', 'model: null', pin(1))], ['model']],
    ['a pin of batch', [environment('dev', 'batch-transform', 'model: null', pin(1))], ['model', 'batch pipeline']],
    [
      'instances of the endpoint',
      [environment('dev', 'endpoint', 'max_instance_count: 1', 'max_instance_count: 2')],
      ['endpoint settings'],
    ],
    [
      'the instance of the batch',
      [environment('dev', 'batch-transform', 'model: null', 'model: null\ninstance_type: ml.m5.2xlarge')],
      ['batch settings'],
    ],
    ['how long a model soaks', [environment('dev', 'environment', 'soak: 0h', 'soak: 1h')], ['environment']],
    ['another environment', [environment('prod', 'endpoint', 'max_instance_count: 3', 'max_instance_count: 4')], []],
  ])('%s', (_, edits, fields) => expect(moved(...edits)).toEqual(fields));
});

describe('definitions', () => {
  test('the same has no difference, and a step that is put in moves no other', () => {
    const { training: one } = dev(base);
    expect(definitionDifferences(one, one)).toEqual([]);
    const definition = one?.definition;
    if (!definition) throw new Error('no definition');
    const more = { ...definition, Steps: [{ ...definition.Steps[0], Name: 'First' } as never, ...definition.Steps] };
    expect(definitionDifferences(one, { name: one.name, definition: more })).toMatchObject([
      { path: 'First', from: null },
    ]);
  });

  test('images, instances and parameters are told apart', () => {
    const head = dev(
      stateOf(
        config('sklearn_framework_version: 1.2-1', 'sklearn_framework_version: 1.0-1'),
        config('maximum_training_jobs: 4', 'maximum_training_jobs: 5'),
      ),
    );
    const found = definitionDifferences(dev(base).training, head.training);
    expect(found).toContainEqual(
      expect.objectContaining({ subject: 'image', path: 'Preprocess-Data.Arguments.AppSpecification.ImageUri' }),
    );
    expect(found).toContainEqual({
      subject: 'pipeline',
      path: 'Parameters.MaximumTrainingJobs.DefaultValue',
      from: 4,
      to: 5,
      place: null,
    });
  });
});

describe('findings', () => {
  const finding = (rule: RuleName, line: number, severity: Finding['severity'] = 'warning'): Finding => ({
    rule,
    severity,
    message: `${rule} ${line}`,
    way_out: 'Mend it.',
    place: { file: 'a.sql', line, column: 1 },
  });

  test('errors first, then by place; the same once', () => {
    const found = [
      finding('honesty/no-signal', 3),
      finding('honesty/one-class', 2),
      finding('honesty/test-overlap', 9, 'error'),
      finding('honesty/one-class', 2),
    ];
    expect(sortFindings(found).map(({ message }) => message)).toEqual([
      'honesty/test-overlap 9',
      'honesty/one-class 2',
      'honesty/no-signal 3',
    ]);
  });

  test('a remark at the place of a rule is left to the rule', () => {
    const remark = finding('config/remark', 2);
    expect(withoutRepeats([remark, finding('honesty/tuned-seed', 2)])).toEqual([finding('honesty/tuned-seed', 2)]);
    expect(withoutRepeats([remark], [finding('honesty/tuned-seed', 3)])).toEqual([remark]);
  });

  test('what three environments say alike is said once of the plan', () => {
    const head = stateOf(config('rows: 5000', 'rows: 6000'));
    const learned = new Map(
      ['dev', 'staging', 'prod'].map((name) => [name, { findings: [finding('honesty/one-class', 1)] }]),
    );
    expect(allFindings(makePlan(partsOf(head, { live: learned })))).toEqual([finding('honesty/one-class', 1)]);
  });
});

test('what an endpoint costs a month follows from the files', () => {
  const pinned = stateOf(environment('dev', 'endpoint', 'model: null', pin(3)));
  expect(makePlan(partsOf(pinned)).environments).toMatchObject([
    { environment: 'dev', monthly: { from: null, to: { min: 167.9, max: 167.9, what: '1 × ml.m5.xlarge' } } },
  ]);
  const back = makePlan({ ...partsOf(base), base: { commit: 'b'.repeat(40), state: pinned } });
  expect(back.environments).toMatchObject([{ environment: 'dev', monthly: null }]);
});

describe('what the base has too', () => {
  const place = { file: 'config.yml', line: 3, column: 1 };
  const said: Finding = { rule: 'honesty/tuned-seed', severity: 'notice', message: 'x', way_out: 'y', place };
  const known: Finding = { ...said, pre_existing: true };
  const remark: Finding = { ...said, rule: 'config/remark', severity: 'warning' };

  test('is one finding with its news, in whatever order they come', () => {
    expect(sortFindings([said, known])).toEqual([said]);
    expect(sortFindings([known, said])).toEqual([said]);
    expect(sortFindings([known, known])).toEqual([known]);
  });

  test('comes after the news, however grave', () => {
    const worse: Finding = { ...known, severity: 'warning', message: 'worse' };
    const other: Finding = { ...known, message: 'other' };
    expect(sortFindings([other, worse, said])).toEqual([said, worse, other]);
  });

  test('hides no remark that is news', () => {
    expect(withoutRepeats([remark], [known])).toEqual([remark]);
    expect(withoutRepeats([remark], [known, said])).toEqual([]);
    expect(withoutRepeats([{ ...remark, pre_existing: true }], [known])).toEqual([]);
  });
});
