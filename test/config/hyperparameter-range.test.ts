import { seedWith, Workspace } from './workspace.ts';

/** What a search may and may not have: parameters of the estimator, None, fixed values, and enough combinations. */

const RANGES =
  '    n_estimators:\n    - 10\n    - 150\n    max_depth:\n    - 3\n    - 20\n    min_samples_split:\n    - 2\n    - 10\n    max_features:\n    - sqrt\n    - log2';

/** The published configuration with other ranges, one a line. */
const withRanges = (lines: string[], ...edits: [string, string][]) =>
  seedWith([RANGES, lines.map((line) => `    ${line}`).join('\n')], ...edits);

function read(text: string, files: Record<string, string> = {}) {
  const workspace = new Workspace({ ...files, 'config.yml': text });
  try {
    const loaded = workspace.load();
    const messages = workspace.errors({ warnings: true }).filter((message) => message.includes('tuning_step'));
    return { ranges: loaded.ok ? loaded.config.tuning_step.hyperparam_ranges : undefined, messages };
  } finally {
    workspace.remove();
  }
}

test.each([
  ['a list', 'max_features: [sqrt, log2, null]', { max_features: ['sqrt', 'log2', 'null'] }],
  ['the sign of YAML', 'max_features: [sqrt, ~]', { max_features: ['sqrt', 'null'] }],
  ['a mapping', 'max_depth: {type: categorical, values: [5, 10, null]}', { max_depth: ['5', '10', 'null'] }],
  ['the only value', 'max_leaf_nodes: [null]', { max_leaf_nodes: ['null'] }],
  ['of class_weight', 'class_weight: [balanced, null]', { class_weight: ['balanced', 'null'] }],
])('null is a value, in %s', (_, range, expected) => {
  const { ranges, messages } = read(withRanges([range, 'ccp_alpha: [0, 0.5]']));
  expect(messages).toEqual([]);
  for (const [name, values] of Object.entries(expected))
    expect(ranges?.[name]).toEqual({ type: 'categorical', values });
});

test.each([
  [
    'a parameter that is never None',
    'criterion: [gini, null]',
    'config.yml:89:5 tuning_step.hyperparam_ranges.criterion, item 2: criterion does not take null; it takes gini, entropy, log_loss',
  ],
  [
    'None twice',
    'max_features: [sqrt, null, ~]',
    'config.yml:89:5 tuning_step.hyperparam_ranges.max_features, item 3: null is there twice',
  ],
  [
    'a flag that is a number',
    'bootstrap: {type: categorical, values: [1, 0]}',
    'config.yml:89:45 tuning_step.hyperparam_ranges.bootstrap.values, item 1: bootstrap does not take 1; it takes true, false',
  ],
  [
    'a flag with a range',
    'oob_score: [0, 1]',
    'config.yml:89:16 tuning_step.hyperparam_ranges.oob_score: oob_score takes true, false, found a range of type integer',
  ],
  [
    'a seed that is too large',
    'random_state: [0, 5000000000]',
    'config.yml:89:23 tuning_step.hyperparam_ranges.random_state: random_state is at most 4294967295, got 5000000000',
  ],
])('%s', (_, range, message) => {
  expect(read(withRanges([range, 'ccp_alpha: [0, 0.5]'])).messages).toEqual([message]);
});

test('bootstrap, oob_score and random_state are parameters of the estimator', () => {
  const lines = ['bootstrap: [true, false]', 'oob_score: [false]', 'random_state: [1, 100]'];
  const { ranges, messages } = read(withRanges(lines));
  expect(messages).toEqual([]);
  expect(ranges).toEqual({
    bootstrap: { type: 'categorical', values: ['true', 'false'] },
    oob_score: { type: 'categorical', values: ['false'] },
    random_state: { type: 'integer', min: 1, max: 100, scaling: 'Auto' },
  });
});

test('a parameter of another estimator is refused, unless the team has its own training script', () => {
  const lines = ['learning_rate: [0.01, 0.3]'];
  expect(read(withRanges(lines)).messages).toEqual([
    'config.yml:89:5 tuning_step.hyperparam_ranges.learning_rate: learning_rate is not a parameter of RandomForestClassifier\n  Take it out: training.py trains a RandomForestClassifier. To search it, name a script of your own in scripts.training_script.',
  ]);
  const own = withRanges(lines, ['training_script: code/training.py', 'training_script: code/boost.py']);
  const scripts = ['boost.py', 'evaluate.py', 'inference.py', 'presto_preprocess_for_training.py'];
  const files = [...scripts, 'presto_preprocess_for_batch_inference.py'].map((name) => [`code/${name}`, ''] as const);
  expect(read(own, Object.fromEntries(files)).messages).toEqual([
    'config.yml:89:5 tuning_step.hyperparam_ranges.learning_rate: warning: learning_rate is not a parameter of RandomForestClassifier\n  The training script has to accept it.',
  ]);
});

test.each([
  [
    'of a key of training_step',
    'max_depth: [5, 5]',
    'config.yml:89:17 tuning_step.hyperparam_ranges.max_depth: minimum and maximum are both 5: SageMaker refuses a range of one value\n  Make it a fixed value: take the range out, and set training_step.max_depth: 5.',
  ],
  [
    'in a mapping',
    'ccp_alpha: {type: continuous, min: 0.1, max: 0.1}',
    'config.yml:89:40 tuning_step.hyperparam_ranges.ccp_alpha: minimum and maximum are both 0.1: SageMaker refuses a range of one value\n  Make it a fixed value: {type: categorical, values: [0.1]}.',
  ],
])('a range whose minimum is its maximum, %s', (_, range, message) => {
  expect(read(withRanges([range, 'min_samples_leaf: [1, 9]'])).messages).toEqual([message]);
});

test.each<[ranges: string[], combinations: number]>([
  [['max_features: [sqrt, log2]'], 2],
  [['max_depth: [3, 5]'], 3],
  [['max_features: [sqrt, log2, null]', 'bootstrap: [true, false]'], 6],
  [['max_depth: {type: categorical, values: [4]}'], 1],
])('%j have %i combinations, and a search has at most as many trials', (ranges, combinations) => {
  const trials = (count: number) =>
    read(withRanges(ranges, ['maximum_training_jobs: 2', `maximum_training_jobs: ${count}`])).messages;
  expect(trials(combinations)).toEqual([]);
  const words = combinations === 1 ? 'one combination' : `${combinations} combinations`;
  expect(trials(combinations + 1)).toEqual([
    `config.yml:87:26 tuning_step.maximum_training_jobs: ${combinations + 1} trials are more than the ${words} of hyperparam_ranges: SageMaker refuses the tuning job\n  Write ${combinations}, or widen the ranges.`,
  ]);
});

test('a continuous range has as many combinations as anybody asks for', () => {
  const text = withRanges(['ccp_alpha: [0, 0.5]'], ['maximum_training_jobs: 2', 'maximum_training_jobs: 750']);
  expect(read(text).messages).toEqual([]);
});

test.each(['training_step', 'transform_step'])('several instances need the key of %s', (section) => {
  const other = section === 'training_step' ? 'transform_step' : 'training_step';
  const count = '  processing_instance_type: ml.c5.xlarge\n  instance_count: ';
  const workspace = new Workspace({
    'config.yml': seedWith([`${count}1`, `${count}3`], [`\n${other}:\n`, `\n${other}:\n  key_column: orderkey\n`]),
  });
  expect(workspace.errors()).toEqual([
    expect.stringContaining(
      `data_processing_step.instance_count: 3 instances share the rows by the hash of a key, and ${section} has no key_column\n  Set ${section}.key_column, or instance_count: 1.`,
    ),
  ]);
  workspace.remove();
});
