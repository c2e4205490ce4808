import type { Change, ResourceKind } from '../../plan/change.ts';
import type { EnvironmentPlan } from '../../plan/plan.ts';
import { trainingText } from './text.ts';

/** What a merge does in one environment. */
export interface Effects {
  trains: boolean;
  /** The parts that it deploys. */
  deploys: string[];
}

/** The deployed part for each kind of resource; null when a deploy never touches the kind. */
const DEPLOYED: Record<ResourceKind, string | null> = {
  'training-pipeline': null,
  'batch-pipeline': 'batch pipeline',
  endpoint: 'endpoint',
  'endpoint-config': 'endpoint',
  model: 'endpoint',
  scaling: 'endpoint',
  'scaling-policy': 'endpoint',
  'scheduled-action': 'endpoint',
  'model-package': null,
  'model-package-group': null,
};

/** Null when the account was not read: then the effects are not known. */
export function effectsOf(plan: EnvironmentPlan): Effects | null {
  const { changes, run, gaps } = plan;
  // A merge removes nothing from the account.
  if (folderChange(plan) === 'removed') return { trains: false, deploys: [] };
  if (changes === null && run === null) return null;
  const done = (changes ?? []).filter(({ action }) => action !== 'keep');
  const deploys = done.flatMap(({ kind }) => DEPLOYED[kind] ?? []);
  const trains =
    done.some(({ kind, action }) => kind === 'training-pipeline' && action === 'start') ||
    run?.steps.some(({ outcome }) => outcome === 'runs') === true;
  // What AWS did not answer may be something to do.
  if (!trains && deploys.length === 0 && gaps.some(({ source }) => source === 'aws')) return null;
  return { trains, deploys: [...new Set(deploys)] };
}

/** Changes that do something, and resources that stay although no model is pinned any more. */
export function shownChanges(changes: readonly Change[] | null): Change[] {
  return (changes ?? []).filter(({ action, from, to }) => action !== 'keep' || (from === null && to === null));
}

/** Says whether the folder of an environment is new, changed or removed. */
export function folderChange({ differences }: EnvironmentPlan): 'changed' | 'new' | 'removed' {
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
