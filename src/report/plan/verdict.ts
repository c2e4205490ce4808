import type { Finding } from '../../finding.ts';
import type { EnvironmentPlan, Plan } from '../../plan/plan.ts';
import { plural } from '../../plural.ts';
import { familyOf } from '../../rule-names.ts';
import { joined, type Mark, type Word } from './document.ts';
import { effectsOf, folderChange } from './effects.ts';
import { isIncomplete, mergedFindings, mergedGaps } from './findings.ts';
import { nameWords } from './text.ts';

export interface Verdict {
  mark: Mark;
  /** Without the mark. */
  title: Word[];
}

/** The one line that a reviewer reads: what a merge does, and what speaks against it. */
export function verdict(plan: Plan): Verdict {
  const findings = mergedFindings(plan).map(({ finding }) => finding);
  const of = (severity: Finding['severity']) => findings.filter((finding) => finding.severity === severity).length;
  const [errors, warnings] = [of('error'), of('warning')];
  if (isUnreadable(plan)) {
    return {
      mark: 'error',
      title: [`Plan: the configuration has ${plural(errors, 'error')}, so nothing can be planned`],
    };
  }
  if (errors > 0) {
    return {
      mark: 'error',
      title: [`Plan: ${plural(errors, 'error')} ${errors === 1 ? 'stops' : 'stop'} this change`],
    };
  }
  const incomplete = isIncomplete(plan);
  const title: Word[] = [
    'Plan: ',
    ...whatHappens(plan.environments),
    ...(warnings > 0 ? [`, with ${plural(warnings, 'warning')}`] : []),
    ...(incomplete ? ['; not all could be read'] : []),
  ];
  if (warnings > 0 || incomplete) return { mark: 'warning', title };
  // What was not looked at is not all right.
  return { mark: mergedGaps(plan).length > 0 ? 'notice' : 'ok', title };
}

/** Mistakes of the configuration are all that can be said. */
export function isUnreadable({ environments, findings }: Plan): boolean {
  const errors = findings.filter(({ severity }) => severity === 'error');
  return environments.length === 0 && errors.length > 0 && errors.every(({ rule }) => familyOf(rule) === 'config');
}

/** `merging trains a model in dev and deploys to dev and prod`; what changes, where nobody knows what a merge does. */
function whatHappens(environments: readonly EnvironmentPlan[]): Word[] {
  if (environments.length === 0) return ['nothing changes'];
  const all = environments.map((plan) => ({ name: plan.environment, effects: effectsOf(plan) }));
  const where = (holds: (effects: NonNullable<(typeof all)[number]['effects']>) => boolean) =>
    all.flatMap(({ name, effects }) => (effects !== null && holds(effects) ? [name] : []));
  const trained = where(({ trains }) => trains);
  const deployed = where(({ deploys }) => deploys.length > 0);
  const parts: Word[][] = [
    ...(trained.length > 0 ? [['trains a model in ', ...nameWords(trained)]] : []),
    ...(deployed.length > 0 ? [['deploys to ', ...nameWords(deployed)]] : []),
  ];
  if (parts.length > 0) return ['merging ', ...joined(parts, ' and ')];
  const known = all.every(({ effects }) => effects !== null);
  return [...changed(environments), ...(known ? ['; merging neither trains nor deploys'] : [])];
}

/** `dev and prod change, qa is new` */
function changed(environments: readonly EnvironmentPlan[]): Word[] {
  const names = (wanted: ReturnType<typeof folderChange>) =>
    environments.filter((plan) => folderChange(plan) === wanted).map(({ environment }) => environment);
  const say = (list: string[], one: string, more: string): Word[][] =>
    list.length === 0 ? [] : [[...nameWords(list), ` ${list.length === 1 ? one : more}`]];
  return joined(
    [
      ...say(names('changed'), 'changes', 'change'),
      ...say(names('new'), 'is new', 'are new'),
      ...say(names('removed'), 'is removed', 'are removed'),
    ],
    ', ',
  );
}
