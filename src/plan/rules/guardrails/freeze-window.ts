import type { Environment } from '../../../config/index.ts';
import type { Finding } from '../../../finding.ts';
import { canonicalJson } from '../../../pipeline/canonical.ts';
import type { ChangeContext } from '../rule.ts';

const DAY = 86_400_000;

/**
 * Sections of config.yml about how models are made. An environment that gets its models from another one deploys none
 * of them.
 */
const TRAINING_ONLY = ['tuning_step', 'evaluation_step', 'condition_step', 'fail_step', 'register_model_step'] as const;
/** The keys of training_step that reach the batch pipeline and its containers too. */
const DEPLOYED_OF_TRAINING = ['training_target', 'training_features', 'sklearn_framework_version'] as const;

/**
 * A change would be deployed while its environment is frozen, or its environment freezes within 24 hours. A freeze
 * that the change itself removes still counts, so ending a freeze needs a separate change. Without a base the rule
 * finds nothing: it is then not known whether anything is deployed.
 */
export function freezeWindow(context: ChangeContext): Finding[] {
  const { environment, base } = context;
  if (environment === null || base === null || !deploys(context)) return [];
  const now = Date.parse(context.now);
  const windows = [...environment.freeze, ...(base.environment?.freeze ?? [])];
  const near = windows.filter(({ from, to }) => Date.parse(to) > now && Date.parse(from) <= now + DAY);
  const soonest = near.sort((a, b) => Date.parse(a.from) - Date.parse(b.from))[0];
  if (soonest === undefined) return [];
  const frozen = Date.parse(soonest.from) <= now;
  const index = environment.freeze.findIndex(({ from, to }) => from === soonest.from && to === soonest.to);
  const place = index === -1 ? 'environment.freeze' : `environment.freeze.${index}.from`;
  return [
    {
      rule: 'guardrail/freeze-window',
      severity: frozen ? 'error' : 'notice',
      message: frozen
        ? `${environment.name} is frozen from ${soonest.from} until ${soonest.to}: ${soonest.reason}`
        : `${environment.name} will be frozen from ${soonest.from} until ${soonest.to}: ${soonest.reason}`,
      why: frozen
        ? `Merging this deploys to ${environment.name}, perhaps when no person is there to watch.`
        : 'A merge before the freeze deploys before the freeze. During the freeze this check fails.',
      way_out: frozen
        ? `Merge it after ${soonest.to}, or end the freeze in environment.yml in a separate change.`
        : `Merge it in time to watch it, or after ${soonest.to}.`,
      place: context.place(place),
    },
  ];
}

/**
 * Says whether a merge deploys anything to this environment. It compares the configurations; a change of code always
 * deploys.
 */
function deploys(context: ChangeContext): boolean {
  const { base, environment } = context;
  if (base === null || environment === null) return false;
  if (base.environment === null) return true;
  // An environment that gets its models from another one, and has none yet, has nothing that a merge could change.
  if (environment.promotes_from !== null && !hasModel(environment) && !hasModel(base.environment)) return false;
  if (spec(environment) !== spec(base.environment)) return true;
  const [head, old] = [parts(context.config), parts(base.config)];
  const sections = environment.promotes_from === null ? { ...head.deployed, ...head.training } : head.deployed;
  const before = environment.promotes_from === null ? { ...old.deployed, ...old.training } : old.deployed;
  if (canonicalJson(sections) !== canonicalJson(before)) return true;
  // The environment is affected although its configuration is the same: then the code in the containers changes.
  return canonicalJson([head, rules(environment)]) === canonicalJson([old, rules(base.environment)]);
}

function hasModel({ endpoint, batch_transform }: Environment): boolean {
  return endpoint.model !== null || batch_transform.model !== null;
}

/** The part of an environment that is deployed. */
function spec({ account, region, endpoint, batch_transform }: Environment): string {
  return canonicalJson({ account, region, endpoint, batch_transform });
}

/** The part of an environment that only governs changes. */
const rules = ({ promotes_from, soak, freeze, approvers }: Environment) => ({ promotes_from, soak, freeze, approvers });

function parts(config: ChangeContext['config']): { deployed: object; training: object } {
  const deployed: Record<string, unknown> = { ...config };
  const training: Record<string, unknown> = {};
  for (const section of TRAINING_ONLY) {
    training[section] = deployed[section];
    delete deployed[section];
  }
  const step = config.training_step;
  training.training_step = step;
  deployed.training_step = Object.fromEntries(DEPLOYED_OF_TRAINING.map((key) => [key, step[key]]));
  // These are paths on this machine; the code itself is not in the configuration.
  delete deployed.scripts;
  return { deployed, training };
}
