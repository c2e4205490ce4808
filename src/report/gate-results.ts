import {
  conditionPath,
  EVALUATION_GATES,
  type EvaluationGate,
  MIN_COMPUTED_VALUE,
  VERDICTS,
  type Verdict,
} from '../gates/evaluation-gates.ts';
import type { TrainingRun } from '../observed/training-run.ts';
import { numberAt, type Report, textAt, valueAt } from './evaluation.ts';

/** What one gate says about the candidate of a training run. */
export interface GateResult {
  gate: EvaluationGate;
  verdict: Verdict;
  /** The number that the condition step compared; undefined when evaluation.json has no readable one. */
  value: number | undefined;
  /** The smallest value that passes; undefined when the execution has no such parameter. */
  minimum: number | undefined;
  /** Why, in the words of evaluate.py: text from a container. Undefined when it gives no reason. */
  explanation: string | undefined;
}

/**
 * Reads the result of each gate of a training run. The list has all gates with a threshold, and the computed gates that
 * evaluation.json has. A verdict that is absent or unreadable is inconclusive; it is never taken as passed.
 */
export function gateResults(run: TrainingRun): GateResult[] {
  const report = run.evaluation?.report ?? null;
  return EVALUATION_GATES.filter(
    ({ kind, name }) => kind === 'threshold' || valueAt(report, `gates.${name}`) !== undefined,
  ).map((gate) => {
    const value = numberAt(report, conditionPath(gate));
    const minimum = minimumOf(gate, run);
    const stated = statedVerdict(report, gate);
    return {
      gate,
      value,
      minimum,
      verdict: verdictOf(gate, value, minimum, stated),
      explanation: explanationOf(gate, report, value, stated),
    };
  });
}

function minimumOf(gate: EvaluationGate, run: TrainingRun): number | undefined {
  if (gate.kind === 'computed') return MIN_COMPUTED_VALUE;
  const threshold = Number(run.execution.parameters[gate.parameter]);
  return Number.isFinite(threshold) ? threshold : undefined;
}

function statedVerdict(report: Report | null, gate: EvaluationGate): Verdict | undefined {
  const text = textAt(report, `gates.${gate.name}.verdict`);
  return VERDICTS.find((verdict) => verdict === text);
}

/** The condition step registers a model only if the value reaches the minimum, so only then can the gate be passed. */
function verdictOf(
  gate: EvaluationGate,
  value: number | undefined,
  minimum: number | undefined,
  stated: Verdict | undefined,
): Verdict {
  if (value === undefined || minimum === undefined || stated === 'inconclusive') return 'inconclusive';
  // The comparison is all that a gate with a threshold has: an evaluation script of the user need not state a verdict.
  if (gate.kind === 'threshold') return value >= minimum ? 'passed' : 'failed';
  if (stated === undefined) return 'inconclusive';
  return value >= minimum ? stated : 'failed';
}

function explanationOf(
  gate: EvaluationGate,
  report: Report | null,
  value: number | undefined,
  stated: Verdict | undefined,
): string | undefined {
  const explanation = textAt(report, `gates.${gate.name}.explanation`);
  if (gate.kind === 'threshold' || (value !== undefined && stated !== undefined)) return explanation;
  const unreadable = `The evaluation report has no readable ${stated === undefined ? 'verdict' : 'value'} for this gate.`;
  return explanation === undefined ? unreadable : `${unreadable} ${explanation}`;
}
