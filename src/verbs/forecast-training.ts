import type { DesiredPipeline } from '../desired/index.ts';
import { didRun, type PastDefinition, type PastRuns, readFigures, readPastRuns } from '../observed/past-runs.ts';
import { forecastRun } from '../plan/forecast.ts';
import { mayHaveResults, type Next, stepFates } from '../plan/forecast-fates.ts';
import type { RunForecast } from '../plan/plan.ts';
import type { SageMaker } from '../ports/sagemaker.ts';

export interface TrainingStart {
  region: string;
  /** ISO 8601. */
  now: string;
  /** What `train` starts the execution with, over the definition's defaults. */
  parameters: Readonly<Record<string, string>>;
}

/**
 * What an execution of the pipeline would do. A merge always starts one, also when the definition stays as it is: each
 * commit is a run of its own, the step cache keeps what did not change, and the steps that are never cached run.
 */
export async function forecastTraining(
  sagemaker: SageMaker,
  desired: Pick<DesiredPipeline, 'name' | 'definition'>,
  { region, now, parameters }: TrainingStart,
): Promise<RunForecast> {
  const next: Next = { definition: desired.definition as PastDefinition, now, parameters };
  const working = (past: PastRuns) =>
    stepFates(next, past).flatMap(({ name, fate, type }) => (fate === 'runs' && JOBS.has(type) ? [name] : []));
  const past = await readPastRuns(sagemaker, desired.name, {
    enough: (so) => untimed(working(so), so).length === 0 && !stepFates(next, so).some(({ open }) => open),
    wants: (definition, so) => untimed(working(so), so).length > 0 || mayHaveResults(definition, next, so),
  });
  const figures = await readFigures(sagemaker, past, working(past));
  return forecastRun({ ...next, pipeline: desired.name, region, past, figures });
}

const JOBS = new Set(['Processing', 'Training', 'Tuning', 'Transform']);

/** Steps that did their work in none of these executions. */
const untimed = (names: readonly string[], { runs }: PastRuns): string[] =>
  names.filter((name) => !runs.some(({ steps }) => didRun(steps.find((state) => state.name === name))));
