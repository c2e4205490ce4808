import type { TrainingRun } from '../observed/training-run.ts';
import { type GateResult, gateResults } from './gate-results.ts';

/**
 * Writes one sentence for each gate that a model did not pass. The message of the Fail step only lists the gates that are
 * on, because a pipeline cannot choose its message by what it measured.
 */
export function missedGates(run: TrainingRun): string[] {
  return gateResults(run).flatMap((result) => sentence(result) ?? []);
}

function sentence({ gate, verdict, value, minimum, explanation }: GateResult): string | undefined {
  if (verdict === 'passed') return undefined;
  if (gate.kind === 'computed') return explanation ?? `The gate ${gate.name} is not passed.`;
  const metric = gate.title.toLowerCase();
  if (value === undefined) return `The evaluation report has no ${metric}.`;
  if (verdict === 'failed') return `The ${metric} is ${value.toFixed(4)}, below ${minimum}.`;
  // Without a parameter for the threshold the pipeline does not have this gate.
  return minimum === undefined ? undefined : (explanation ?? `The gate ${gate.name} is inconclusive.`);
}
