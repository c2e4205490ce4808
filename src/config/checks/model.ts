import { type Check, firstRepeat } from '../check.ts';
import { didYouMean } from '../closest.ts';

/** Checks of target, features, rows and the search of the hyperparameters. */

const splitsAreInOrder: Check = ({ training_step: step }, report) => {
  if (step?.train_split === undefined || step.test_split === undefined || step.train_split < step.test_split) return;
  report(['training_step', 'train_split'], `${step.train_split} is not below test_split ${step.test_split}`, {
    way_out: 'Both are cumulative: 0.7 and 0.9 make 70 % training, 20 % validation, 10 % test.',
  });
};

const featuresAreDistinct: Check = ({ training_step: step }, report) => {
  const features = step?.training_features ?? [];
  const repeat = firstRepeat(features);
  if (repeat !== -1)
    report(['training_step', 'training_features', repeat], `the feature ${features[repeat]} is there twice`);
};

const targetIsNotAFeature: Check = ({ training_step: step }, report) => {
  const index = step?.training_features?.indexOf(step.training_target ?? '') ?? -1;
  if (index === -1 || step?.training_target === undefined) return;
  report(
    ['training_step', 'training_features', index],
    `${step.training_target} is the target; a model that sees it learns nothing`,
  );
};

const keyIsOnlyAKey: Check = (config, report) => {
  for (const section of ['training_step', 'transform_step'] as const) {
    const key = config[section]?.key_column;
    if (key === undefined) continue;
    if (key === config.training_step?.training_target)
      report([section, 'key_column'], `${key} is the target and not unique`);
    if (config.training_step?.training_features?.includes(key)) {
      report(
        [section, 'key_column'],
        `${key} is a feature too; with a unique key a model can learn single rows by heart`,
        {
          severity: 'warning',
        },
      );
    }
  }
};

const sampleNeedsAKey: Check = ({ training_step: step }, report) => {
  if (step?.sample === undefined || step.key_column !== undefined) return;
  report(['training_step', 'sample'], 'needs key_column: the sample is taken by the hash of a key', {
    onKey: true,
    skipIfWritten: [['training_step', 'key_column']],
  });
};

/** The container scripts refuse several instances without a key: shares by the hash of a row would lose rows. */
const instancesNeedAKey: Check = (config, report) => {
  const count = config.data_processing_step?.instance_count ?? 1;
  if (count === 1) return;
  for (const section of ['training_step', 'transform_step'] as const) {
    if (config[section] === undefined || config[section].key_column !== undefined) continue;
    report(
      ['data_processing_step', 'instance_count'],
      `${count} instances share the rows by the hash of a key, and ${section} has no key_column`,
      {
        way_out: `Set ${section}.key_column, or instance_count: 1.`,
        skipIfWritten: [[section, 'key_column']],
      },
    );
  }
};

const maxFeaturesFit: Check = ({ training_step: step }, report) => {
  const value = step?.max_features;
  if (typeof value !== 'number' || Number.isInteger(value) || value < 1) return;
  report(['training_step', 'max_features'], `must be a whole number of features or a share below 1, got ${value}`);
};

const rangesAreGiven: Check = ({ tuning_step: step }, report) => {
  const ranges = step?.hyperparam_ranges;
  if (!ranges) return;
  if (Object.keys(ranges).length === 0) {
    report(['tuning_step', 'hyperparam_ranges'], 'must have at least one hyperparameter to search', { onKey: true });
  }
};

const jobsFit: Check = ({ tuning_step: step }, report) => {
  const { maximum_parallel_training_jobs: parallel, maximum_training_jobs: all } = step ?? {};
  if (parallel === undefined || all === undefined || parallel <= all) return;
  report(
    ['tuning_step', 'maximum_parallel_training_jobs'],
    `${parallel} at the same time is more than the ${all} in all (maximum_training_jobs)`,
  );
};

const objectiveIsDefined: Check = ({ tuning_step: step }, report) => {
  const names = step?.metric_definitions?.map((metric) => metric.Name);
  if (!names) return;
  const repeat = firstRepeat(names);
  if (repeat !== -1)
    report(['tuning_step', 'metric_definitions', repeat, 'Name'], `the metric ${names[repeat]} is defined twice`);
  const objective = step?.objective_metric_name;
  if (objective === undefined || names.includes(objective)) return;
  report(
    ['tuning_step', 'objective_metric_name'],
    `${objective} is not in metric_definitions (${names.join(', ')})${didYouMean(objective, names)}`,
  );
};

/** SageMaker takes the first group as the value (developer guide, "Define metrics"). */
const metricsCapture: Check = ({ tuning_step: step }, report) => {
  for (const [index, { Regex }] of (step?.metric_definitions ?? []).entries()) {
    const path = ['tuning_step', 'metric_definitions', index, 'Regex'];
    // Python writes a named group as (?P<name>…), JavaScript as (?<name>…).
    const pattern = Regex.replaceAll('(?P<', '(?<');
    let groups: number;
    try {
      groups = (new RegExp(`${pattern}|`).exec('')?.length ?? 1) - 1;
    } catch (error) {
      const reason =
        error instanceof Error ? error.message.replace(/^Invalid regular expression: \/[\s\S]*\/[a-z]*: /, '') : '';
      report(path, `is not a regular expression: ${reason}`);
      continue;
    }
    if (groups === 0) report(path, 'has no group in parentheses: the value of the metric is the first group');
  }
};

export const modelChecks: readonly Check[] = [
  splitsAreInOrder,
  featuresAreDistinct,
  targetIsNotAFeature,
  keyIsOnlyAKey,
  sampleNeedsAKey,
  instancesNeedAKey,
  maxFeaturesFit,
  rangesAreGiven,
  jobsFit,
  objectiveIsDefined,
  metricsCapture,
];
