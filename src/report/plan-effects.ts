import type { Change } from '../plan/change.ts';
import type { EnvironmentPlan } from '../plan/plan.ts';
import { trainingText } from './plan-text.ts';

/** What a merge does in one environment, in a word or two. */
export interface Effects {
  trains: boolean;
  /** What of it is deployed. */
  deploys: string[];
}

const PARTS = new Map([
  ['endpoint', 'endpoint'],
  ['endpoint-config', 'endpoint'],
  ['model', 'endpoint'],
  ['scaling', 'endpoint'],
  ['pipeline', 'batch pipeline'],
]);

/** Null: nobody looked at what is there, so nobody knows. */
export function effectsOf(plan: EnvironmentPlan): Effects | null {
  const { changes, run, gaps } = plan;
  // A merge takes nothing down.
  if (fateOf(plan) === 'removed') return { trains: false, deploys: [] };
  if (changes === null && run === null) return null;
  const done = (changes ?? []).filter(({ action }) => action !== 'keep');
  const started = new Set(done.filter(({ action }) => action === 'start').map(({ resource }) => resource));
  if (run !== null) started.add(`pipeline ${run.pipeline}`);
  const deployed = done.filter(({ action, resource }) => action !== 'start' && !started.has(resource));
  const kinds = deployed.map(({ resource }) => PARTS.get(resource.split(' ')[0] ?? '') ?? 'other resources');
  const trains =
    done.some(({ action }) => action === 'start') || run?.steps.some(({ fate }) => fate === 'runs') === true;
  // What AWS did not answer may be something to do.
  if (!trains && kinds.length === 0 && gaps.some((gap) => /^AWS\b/.test(gap))) return null;
  return { trains, deploys: [...new Set(kinds)] };
}

/** Changes that do something, and what stays though it is not wanted any more: there, nothing is there to compare it with. */
export function shownChanges(changes: readonly Change[] | null): Change[] {
  return (changes ?? []).filter(({ action, from, to }) => action !== 'keep' || (from === null && to === null));
}

/** What becomes of the folder of an environment. */
export function fateOf({ differences }: EnvironmentPlan): 'changed' | 'new' | 'removed' {
  const whole = differences.find(({ subject, path }) => subject === 'environment' && path === 'environment');
  if (whole === undefined) return 'changed';
  return whole.to === null ? 'removed' : whole.from === null ? 'new' : 'changed';
}

/** For a cell: `trains (3 steps, 1 more cached; about 18 min, about 0.51 USD); deploys batch pipeline`, `nothing`. */
export function effectsText(plan: EnvironmentPlan): string {
  const effects = effectsOf(plan);
  if (effects === null) return '';
  const parts = [
    ...(effects.trains ? [plan.run === null ? 'trains' : `trains (${trainingText(plan.run)})`] : []),
    ...(effects.deploys.length > 0 ? [`deploys ${effects.deploys.join(', ')}`] : []),
  ];
  return parts.length === 0 ? 'nothing' : parts.join('; ');
}
