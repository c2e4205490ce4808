import type { Environment } from '../../config/index.ts';
import type { Finding } from '../../finding.ts';
import { canonicalJson } from '../../pipeline/canonical.ts';
import type { ChangeContext } from '../rule.ts';

const DAY = 86_400_000;

/** What of config.yml a stage does not deploy that gets its models from another one: it is about how they are made. */
const TRAINING_ONLY = ['tuning_step', 'evaluation_step', 'condition_step', 'fail_step', 'register_model_step'] as const;
/** The keys of training_step that reach the batch pipeline and its containers too. */
const DEPLOYED_OF_TRAINING = ['training_target', 'training_features', 'sklearn_framework_version'] as const;

/**
 * A change that would be deployed while its environment is frozen, or that may be merged when it is: within 24 hours. A
 * freeze that the change itself takes away counts, so that ending one is a decision of its own. Nothing without a base:
 * then it is not known whether anything is deployed.
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
        : `${environment.name} freezes at ${soonest.from}, until ${soonest.to}: ${soonest.reason}`,
      why: frozen
        ? `Merging this deploys to ${environment.name}, when nobody may be there to look at it.`
        : 'What is merged before that is deployed before that; after it, this check fails.',
      way_out: frozen
        ? `Merge it after ${soonest.to}, or end the freeze in environment.yml by a change of its own.`
        : `Merge it in time to watch it, or after ${soonest.to}.`,
      place: context.place(place),
    },
  ];
}

/** Whether merging it does anything in this environment, as far as the configuration says; a change of code always does. */
function deploys(context: ChangeContext): boolean {
  const { base, environment } = context;
  if (base === null || environment === null) return false;
  if (base.environment === null) return true;
  const here = environment.endpoint.model !== null || environment.batch_transform.model !== null;
  const there = base.environment.endpoint.model !== null || base.environment.batch_transform.model !== null;
  // A stage that takes its models from another one and has none yet has nothing that a merge could touch.
  if (environment.promotes_from !== null && !here && !there) return false;
  if (spec(environment) !== spec(base.environment)) return true;
  const [head, old] = [parts(context.config), parts(base.config)];
  const sections = environment.promotes_from === null ? { ...head.deployed, ...head.training } : head.deployed;
  const before = environment.promotes_from === null ? { ...old.deployed, ...old.training } : old.deployed;
  if (canonicalJson(sections) !== canonicalJson(before)) return true;
  // The environment is in the plan, but nothing of its configuration says why: then it is the code in the containers.
  const same = canonicalJson([head, rules(environment)]) === canonicalJson([old, rules(base.environment)]);
  return same;
}

/** What of an environment is deployed, without where it stands on disk. */
function spec({ account, region, endpoint, batch_transform }: Environment): string {
  const { file: _endpointFile, ...serving } = endpoint;
  const { file: _batchFile, query_source: _source, ...batch } = batch_transform;
  return canonicalJson({ account, region, serving, batch });
}

/** What of an environment only governs changes. */
const rules = ({ promotes_from, soak, freeze, approvers }: Environment) => ({ promotes_from, soak, freeze, approvers });

function parts(config: ChangeContext['config']): { deployed: object; training: object } {
  const deployed: Record<string, unknown> = { ...config };
  const training: Record<string, unknown> = {};
  for (const section of TRAINING_ONLY) {
    training[section] = deployed[section];
    delete deployed[section];
  }
  const { query_source: _source, ...step } = config.training_step;
  training.training_step = step;
  deployed.training_step = Object.fromEntries(DEPLOYED_OF_TRAINING.map((key) => [key, step[key]]));
  const { query_source: _batchSource, ...transform } = config.transform_step;
  deployed.transform_step = transform;
  // Paths on this machine; the code itself is not in the configuration.
  delete deployed.scripts;
  return { deployed, training };
}
