import type { Verdict } from '../../gates/evaluation-gates.ts';
import type { TrainingRun } from '../../observed/training-run.ts';
import { type GateResult, gateResults } from '../gate-results.ts';
import { inert, number, table } from '../markdown.ts';
import type { Section } from './section.ts';

const VERDICT_TEXT: Record<Verdict, string> = {
  passed: '✅ passed',
  failed: '⛔ failed',
  inconclusive: '❔ inconclusive',
};

/** The gates of a run with their verdicts. A gate with a threshold is left out when the execution has no such parameter. */
export function gatesSection(run: TrainingRun): Section {
  const rows = gateResults(run)
    .filter(({ minimum }) => minimum !== undefined)
    .map((result) => [result.gate.title, VERDICT_TEXT[result.verdict], why(result)]);
  return { title: 'gates', body: `### Gates\n\n${table(['Gate', 'Verdict', 'Why'], rows)}` };
}

function why({ gate, value, minimum, explanation }: GateResult): string {
  return gate.kind === 'threshold' ? `${number(value)} against at least ${number(minimum)}` : inert(explanation ?? '—');
}
