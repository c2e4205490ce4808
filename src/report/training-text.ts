import type { TrainingRun } from '../observed/training-run.ts';
import { METRICS, numberAt } from './evaluation.ts';
import { type GateResult, gateResults } from './gate-results.ts';
import { number } from './markdown.ts';
import { stepTable, textTable } from './step-table.ts';

/** Writes a training run for a terminal, as plain text: its steps, its metrics and the verdicts of its gates. */
export function trainingText(run: TrainingRun): string {
  return [stepTable(run), metricTable(run), gateTable(run)].filter((part) => part !== '').join('\n\n');
}

/** Empty when the run has no readable evaluation report. */
function metricTable(run: TrainingRun): string {
  const report = run.evaluation?.report ?? null;
  const rows = METRICS.flatMap(({ key, title }) => {
    const value = numberAt(report, `binary_classification_metrics.${key}.value`);
    const deployed = numberAt(report, `deployed.metrics.${key}.value`);
    const baseline = numberAt(report, `baseline.${key}`);
    return value === undefined ? [] : [[title, number(value), number(deployed), number(baseline)]];
  });
  return rows.length === 0 ? '' : textTable([['Metric', 'Candidate', 'Deployed', 'Baseline'], ...rows]);
}

function gateTable(run: TrainingRun): string {
  const rows = gateResults(run)
    .filter(({ minimum }) => minimum !== undefined)
    .map((result) => [result.gate.title, result.verdict, reasonOf(result)]);
  return rows.length === 0 ? '' : textTable([['Gate', 'Verdict', 'Why'], ...rows]);
}

function reasonOf({ gate, value, minimum, explanation }: GateResult): string {
  return gate.kind === 'threshold' ? `${number(value)} against at least ${number(minimum)}` : (explanation ?? '—');
}
