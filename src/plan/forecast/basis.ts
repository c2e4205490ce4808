import type { InstanceUse } from '../../config/index.ts';
import type { PastRuns } from '../../observed/past-runs.ts';
import { type InstancePrice, priceBasis } from '../cost/prices.ts';
import type { StepForecast } from '../plan.ts';
import { executionName, type StepOutcome } from './step-outcomes.ts';

/** The forecast of one step. */
export interface Estimate extends Pick<StepForecast, 'instance' | 'seconds' | 'dollars'> {
  /** For a step that runs a job: its instances, and what an hour of one of them costs. */
  job?: { use: InstanceUse; type: string | undefined; region: string; price: InstancePrice | null };
  /** What is not known, besides the price. */
  unknown?: string;
  /** ARN of the execution that the figures come from. */
  execution?: string;
}

export const NEVER_RAN = 'the pipeline has not run yet';

/**
 * Returns a text about the figures: where they come from, what they leave out and what is not known. When a duration
 * is not known, the text says what an hour costs.
 * @param conditional steps with a job that run only if a condition says so
 */
export function basisOf(runs: readonly Estimate[], conditional: readonly StepOutcome[], past: PastRuns): string {
  const unknown = [...new Set(runs.flatMap((one) => one.unknown ?? []))];
  const executions = [...new Set(runs.flatMap((one) => one.execution ?? []))].sort();
  const untimed = runs.filter(({ seconds }) => seconds === null);
  const prices = [...runs.filter(({ dollars }) => dollars !== null), ...untimed].flatMap(({ job }) => job?.price ?? []);
  const missing = [...unknown.filter((one) => one !== NEVER_RAN), ...missingPrices(runs)];
  const parts = [
    ...(executions.length === 0
      ? []
      : [`as long as in ${executions.map((arn) => executionName(arn, past)).join(' and ')}`]),
    ...hourlyCosts(untimed),
    ...(prices.length === 0 ? [] : [`${priceBasis(prices)}, without disks and traffic`]),
    ...conditional.map(({ name, why }) => `without ${name}, which runs ${why}`),
    ...(missing.length === 0 ? [] : [`not known: ${missing.join(', ')}`]),
  ];
  const sentences = [
    ...(unknown.includes(NEVER_RAN) ? [`unknown: ${NEVER_RAN}`] : []),
    ...(parts.length === 0 ? [] : [parts.join('; ')]),
  ];
  if (sentences.length === 0) return 'Nothing runs that is billed.';
  return sentences.map((text) => `${text[0]?.toUpperCase()}${text.slice(1)}.`).join(' ');
}

/**
 * `an hour of an instance costs 0.204 USD (ml.c5.xlarge for processing) or 0.23 USD (ml.m5.xlarge for processing and
 * training)`
 */
function hourlyCosts(untimed: readonly Estimate[]): string[] {
  const costs = new Map<string, Set<InstanceUse>>();
  for (const { job } of untimed) {
    if (!job?.price) continue;
    const cost = `${job.price.hour} USD (${job.type}`;
    costs.set(cost, (costs.get(cost) ?? new Set()).add(job.use));
  }
  const texts = [...costs].map(([cost, uses]) => `${cost} for ${[...uses].sort().join(' and ')})`);
  return texts.length === 0 ? [] : [`an hour of an instance costs ${texts.join(' or ')}`];
}

function missingPrices(runs: readonly Estimate[]): string[] {
  const names = runs.flatMap(({ job }) =>
    job?.price === null && job.type !== undefined ? [`the price of ${job.type} for ${job.use} in ${job.region}`] : [],
  );
  return [...new Set(names)];
}
