import type { DesiredPipeline } from '../desired/index.ts';
import {
  didRun,
  type Look,
  type PastDefinition,
  type PastRuns,
  readFigures,
  readPastRuns,
} from '../observed/past-runs.ts';
import { forecastRun, startsJob, stepPrice } from '../plan/forecast/forecast.ts';
import { mayHaveResults, type PlannedRun, stepOutcomes } from '../plan/forecast/step-outcomes.ts';
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
  const next: PlannedRun = { definition: desired.definition as PastDefinition, now, parameters };
  const outcomes = (past: PastRuns) => stepOutcomes(next, past);
  const working = (past: PastRuns) =>
    outcomes(past).flatMap(({ name, outcome, type }) => (outcome === 'runs' && startsJob(type) ? [name] : []));
  const look: Look = {
    enough: (so) => look.untimed(so).length === 0 && !outcomes(so).some(({ open }) => open),
    wants: (definition, so) => look.untimed(so).length > 0 || mayHaveResults(definition, next, so),
    cached: (so) => outcomes(so).filter(({ outcome }) => outcome === 'cached').length,
    untimed: (so) =>
      working(so).filter((name) => !so.runs.some(({ steps }) => didRun(steps.find((state) => state.name === name)))),
  };
  const past = await readPastRuns(sagemaker, desired.name, look);
  const steps = working(past).map((name) => ({ name, billed: stepPrice(name, next, region) !== null }));
  const figures = await readFigures(sagemaker, past, steps);
  return forecastRun({ ...next, pipeline: desired.name, region, past, figures });
}
