import type { TrainingRun } from '../observed/training-run.ts';
import { at, numberAt, type Report, textAt } from './evaluation.ts';

/**
 * The gates that a model did not pass, a sentence each. The step that fails says only which gates there are: a pipeline
 * cannot choose its message by what was measured.
 */
export function missedGates(run: TrainingRun): string[] {
  const report = run.evaluation?.report ?? null;
  const threshold = Number(run.execution.parameters.AccuracyConditionThreshold);
  const accuracy = numberAt(report, 'binary_classification_metrics.accuracy.value');
  const missed: string[] = [];
  if (accuracy === undefined) missed.push('The evaluation report has no accuracy.');
  else if (accuracy < threshold) missed.push(`The accuracy is ${accuracy.toFixed(4)}, below ${threshold}.`);
  for (const name of ['beats_baseline', 'not_worse_than_deployed']) {
    const gate = at(report, `gates.${name}`) as Report | undefined;
    if (gate === undefined || (numberAt(gate, 'value') ?? 0) >= 1) continue;
    missed.push(textAt(gate, 'explanation') ?? `${name} is not passed.`);
  }
  return missed;
}
