/**
 * The gates of an evaluation: conditions on the metrics of a candidate. They decide whether the candidate is registered.
 *
 * This table is the only list of the gates. The condition step of the training pipeline and its fail message (src/desired),
 * the training report and the sentences about missed gates (src/report) are made from it. A test compares it with the keys
 * of config.yml, with the conditions of the pipeline and with the container scripts.
 *
 * A new gate takes a row here and its computation in sagemaker-code/mlops/gates.py. If users can switch it off, it also
 * takes a key of `evaluation_step.gates` in src/config/schema.ts.
 */
export const EVALUATION_GATES = [
  {
    kind: 'threshold',
    name: 'accuracy',
    title: 'Accuracy',
    setting: 'accuracy_condition_threshold',
    parameter: 'AccuracyConditionThreshold',
    metric: 'binary_classification_metrics.accuracy.value',
  },
  { kind: 'computed', name: 'beat_baseline', title: 'Beats the baseline', switch: 'beat_baseline' },
  {
    kind: 'computed',
    name: 'not_worse_than_deployed',
    title: 'Not worse than the deployed model',
    switch: 'not_worse_than_deployed',
  },
] as const satisfies readonly (ThresholdGate | ComputedGate)[];

/** One row of the table, with its literal names. */
export type EvaluationGate = (typeof EVALUATION_GATES)[number];

interface NamedGate {
  /** Key of the gate below `gates` in evaluation.json, and in `GATES` of sagemaker-code/mlops/gates.py. */
  readonly name: string;
  /** Heading of the gate in the training report. */
  readonly title: string;
}

/** A gate that compares one metric with a number from config.yml. The condition step makes the comparison. */
export interface ThresholdGate extends NamedGate {
  readonly kind: 'threshold';
  /** Key of `evaluation_step` in config.yml that holds the smallest value that passes. */
  readonly setting: string;
  /** Pipeline parameter with that value, so that one run can use another. */
  readonly parameter: string;
  /** Dotted path of the metric in evaluation.json. */
  readonly metric: string;
}

/** A gate that evaluate.py decides. It writes the value 1 for passed and 0 otherwise; the condition step compares with 1. */
export interface ComputedGate extends NamedGate {
  readonly kind: 'computed';
  /** Key of `evaluation_step.gates` in config.yml that switches the gate off. A gate without a key is always on. */
  readonly switch?: string;
}

/** What evaluate.py says about each gate (`gates.<name>.verdict` in evaluation.json). Only `passed` registers a model. */
export const VERDICTS = ['passed', 'failed', 'inconclusive'] as const;

export type Verdict = (typeof VERDICTS)[number];

/** The smallest value that a computed gate passes with. */
export const MIN_COMPUTED_VALUE = 1;

/** With fewer test rows a computed gate that compares two models is inconclusive (MIN_TEST_ROWS in gates.py). */
export const MIN_TEST_ROWS = 30;

/** Dotted path in evaluation.json of the number that the condition step compares. */
export function conditionPath(gate: EvaluationGate): string {
  return gate.kind === 'threshold' ? gate.metric : `gates.${gate.name}.value`;
}
