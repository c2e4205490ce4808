import { namedSplit } from '../../../../src/plan/rules/helpers/named-split.ts';
import { objectiveDirection } from '../../../../src/plan/rules/honesty/objective-direction.ts';
import { tunedSeed } from '../../../../src/plan/rules/honesty/tuned-seed.ts';
import { tuningOnTest } from '../../../../src/plan/rules/honesty/tuning-on-test.ts';
import { tuningOnTrainingRows } from '../../../../src/plan/rules/honesty/tuning-on-training-rows.ts';
import { contextOf, type Edits, lineOf } from './context.ts';

/** The shipped configuration with another objective. */
const objective = (name: string, regex: string, type?: string): Edits => ({
  'config.yml': [
    ['- Name: validation:auc', `- Name: '${name}'`],
    ['Regex: auc (\\S+)', `Regex: '${regex}'`],
    [
      'objective_metric_name: validation:auc',
      `objective_metric_name: '${name}'${type ? `\n  objective_type: ${type}` : ''}`,
    ],
  ],
});

test.each([
  ['test:auc', 'test'],
  ['test_auc (\\S+)', 'test'],
  ['auc-test', 'test'],
  ['testAuc', 'test'],
  ['aucTest', 'test'],
  ['TEST AUC', 'test'],
  ['\\btest\\b.*auc', 'test'],
  ['holdout auc', 'test'],
  ['hold-out:f1', 'test'],
  ['train:accuracy', 'train'],
  ['training_loss', 'train'],
  ['validation:auc', 'validation'],
  ['val_auc', 'validation'],
  ['validation auc (\\S+) test', 'validation'],
  ['oob_score', 'validation'],
  ['auc (\\S+)', null],
  ['latest auc', null],
  ['contest', null],
  ['attestation', null],
  ['value: (\\S+)', null],
  ['trainer done', null],
])('%s speaks of %s', (text, split) => expect(namedSplit(text)).toBe(split));

describe('tuning-on-test', () => {
  test('a line of the log about the test split is an error, at its regular expression', () => {
    const edits = objective('validation:auc', 'test:auc (\\S+)');
    const findings = tuningOnTest(contextOf(edits));
    expect(findings).toMatchObject([
      {
        severity: 'error',
        message: 'Tuning improves validation:auc, which is read from a line about the test split: test:auc (\\S+)',
      },
    ]);
    expect(lineOf(edits, findings[0])).toBe("Regex: 'test:auc (\\S+)'");
  });

  test('a name alone is a warning', () => {
    expect(tuningOnTest(contextOf(objective('test:auc', 'auc (\\S+)')))).toMatchObject([{ severity: 'warning' }]);
  });

  test('the validation split is what it is for', () => {
    expect(tuningOnTest(contextOf())).toEqual([]);
    expect(tuningOnTest(contextOf(objective('val_f1', 'validation:f1 (\\S+)')))).toEqual([]);
  });

  test('other metrics may be of the test split: only the objective chooses', () => {
    const edits: Edits = {
      'config.yml': [
        [
          '    - Name: validation:auc',
          "    - Name: test:auc\n      Regex: 'test:auc (\\S+)'\n    - Name: validation:auc",
        ],
      ],
    };
    expect(tuningOnTest(contextOf(edits))).toEqual([]);
  });
});

describe('tuning-on-training-rows', () => {
  test('by the line or by the name', () => {
    expect(tuningOnTrainingRows(contextOf(objective('auc', 'train:auc (\\S+)')))).toMatchObject([
      { severity: 'error' },
    ]);
    expect(tuningOnTrainingRows(contextOf(objective('train:auc', 'auc (\\S+)')))).toMatchObject([
      { severity: 'warning' },
    ]);
  });

  test('not when the line is one of the validation split', () => {
    expect(tuningOnTrainingRows(contextOf(objective('training_auc', 'validation:auc (\\S+)')))).toEqual([]);
    expect(tuningOnTrainingRows(contextOf())).toEqual([]);
  });
});

describe('objective-direction', () => {
  test.each([
    ['validation:auc', 'Minimize', 1],
    ['validation:f1', 'Minimize', 1],
    ['validation:log_loss', 'Maximize', 1],
    ['validation:brier', 'Maximize', 1],
    ['validation:auc', 'Maximize', 0],
    ['validation:log_loss', 'Minimize', 0],
    ['validation:score', 'Minimize', 0],
    ['auc:loss', 'Minimize', 0],
  ])('%s, %s: %d', (name, type, count) => {
    expect(objectiveDirection(contextOf(objective(name, 'x (\\S+)', type)))).toHaveLength(count);
  });

  test('says which way is right', () => {
    const edits = objective('validation:auc', 'auc (\\S+)', 'Minimize');
    const findings = objectiveDirection(contextOf(edits));
    expect(findings).toMatchObject([{ severity: 'error', way_out: 'Set tuning_step.objective_type to Maximize.' }]);
    expect(lineOf(edits, findings[0])).toBe('objective_type: Minimize');
  });
});

describe('tuned-seed', () => {
  const ranged = (range: string): Edits => ({
    'config.yml': [['    n_estimators: [10, 150]', `    n_estimators: [10, 150]\n    random_state: ${range}`]],
  });

  test.each(['[1, 100]', "['1', '2', '3']"])('a range %s of seeds, at its line', (range) => {
    const findings = tunedSeed(contextOf(ranged(range)));
    expect(findings).toMatchObject([{ severity: 'warning' }]);
    expect(lineOf(ranged(range), findings[0])).toBe(`random_state: ${range}`);
  });

  test('other hyperparameters are what tuning is for', () => expect(tunedSeed(contextOf())).toEqual([]));
});
