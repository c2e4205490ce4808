import type { Pin } from '../config/index.ts';
import { Failure } from '../failure.ts';
import type { Finding, Place } from '../finding.ts';
import { contentPrefix, VARIANT } from '../observed/content-name.ts';
import { type ObservedEndpoint, observeEndpoint } from '../observed/endpoint.ts';
import { type Gap, gapOf, gapText, readOrGap } from '../observed/gap.ts';
import { foreignPipeline } from '../observed/owned-pipeline.ts';
import { type ForeignResource, foreignText, foreignWayOut, whoseText } from '../observed/ownership.ts';
import { readPackageGroup } from '../observed/package-group.ts';
import { PinnedPackages } from '../observed/pinned-package.ts';
import type { RegisteredPackage } from '../observed/training-run.ts';
import { canonicalJson, sha256 } from '../pipeline/canonical.ts';
import { affectedParts } from '../plan/affected-parts.ts';
import { type Change, type ResourceKind, resourceOf } from '../plan/change.ts';
import { desiredEndpoint } from '../plan/desired-endpoint.ts';
import { NONE, shortDigest } from '../plan/digests.ts';
import { appliedFields, observedFields, withoutHalfDone } from '../plan/endpoint-fields.ts';
import type { ObservedValues } from '../plan/fields.ts';
import type { AffectedParts, EnvironmentPlan, RunForecast } from '../plan/plan.ts';
import { planEndpoint } from '../plan/plan-endpoint.ts';
import { planPipeline } from '../plan/plan-pipeline.ts';
import type { Aws, PipelineState } from '../ports/index.ts';
import type { EnvironmentState } from '../project/environment-state.ts';
import { projectOwner } from '../project/owner.ts';
import type { RuleName } from '../rule-names.ts';
import { forecastTraining } from './forecast-training.ts';

export interface PlanTarget {
  /** AWS in the environment's region, as a caller of the environment's account. */
  aws: Aws;
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  partition: string;
  base: EnvironmentState | null;
  /** Read with the environment variables that the apply has: PRESTO_HOST and PRESTO_PORT are part of the definitions. */
  head: EnvironmentState;
  /** ISO 8601: results in the step cache have an age. */
  now: string;
  /** The repository that the plan belongs to; absent for a run without one. */
  repository?: string | undefined;
  /** Packages that were read already are not read again. */
  packages?: PinnedPackages;
  /** What is read; default: what the change affects. */
  parts?: AffectedParts;
  /**
   * False: does not read earlier executions and makes no forecast, and does not look whose the pipelines are. The verification of
   * a plan needs neither, because the verbs look for the owner themselves.
   */
  forecast?: boolean;
}

/** The live half of an environment's plan that comes from AWS. */
export interface ObservedForPlan extends Pick<EnvironmentPlan, 'run' | 'findings' | 'gaps'> {
  /** What applying it does, in the order in which it is done. */
  changes: Change[];
  /** For the rules; null when it was not looked at. */
  endpoint: ObservedEndpoint | null;
  /** What the pins name; null without a pin, or when it cannot be had (which is a finding). */
  packages: { endpoint: RegisteredPackage | null; batch: RegisteredPackage | null };
  /** What an apply is verified against. Without what changes by itself, such as the number of instances. */
  observed: ObservedValues;
  /** The same fields once the plan is applied. */
  applied: ObservedValues;
}

/**
 * Looks at what a change would meet in its account. Only reads. What cannot be read becomes a gap that says why, and a pin
 * that does not hold becomes a finding: a plan is for whoever has to mend that.
 */
export async function observeForPlan(target: PlanTarget): Promise<ObservedForPlan> {
  const { base, head } = target;
  const parts = target.parts ?? affectedParts(base, head);
  const seen: ObservedForPlan = {
    changes: [],
    run: null,
    endpoint: null,
    packages: { endpoint: null, batch: null },
    findings: [],
    gaps: [],
    observed: {},
    applied: {},
  };
  await readPins(target, seen);
  const lists = await Promise.all([
    parts.training ? readTraining(target, seen) : undefined,
    parts.endpoint ? readPart(seen, 'the endpoint', () => readEndpoint(target, seen)) : undefined,
    parts.batch ? readPart(seen, 'the batch pipeline', () => readBatch(target, seen)) : undefined,
  ]);
  seen.changes = lists.flatMap((changes) => changes ?? []);
  seen.gaps.sort(byText);
  return seen;
}

const readPart = <T>({ gaps }: ObservedForPlan, what: string, read: () => Promise<T>): Promise<T | undefined> =>
  readOrGap(gaps, { source: 'aws', what }, read);

function byText(a: Gap, b: Gap): number {
  const [left, right] = [gapText(a), gapText(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

async function readPins(target: PlanTarget, seen: ObservedForPlan): Promise<void> {
  const { aws, partition, head } = target;
  const { environment, account, region } = head;
  if (environment === null) return;
  const packages = target.packages ?? new PinnedPackages({ aws, partition, account, region });
  const read = new Map<string, RegisteredPackage | null>();
  for (const [which, { model }] of [
    ['endpoint', environment.endpoint],
    ['batch', environment.batch_transform],
  ] as const) {
    if (model === null) continue;
    const key = canonicalJson(model);
    const pin = which === 'endpoint' ? 'environment.endpoint.model' : 'environment.batch_transform.model';
    const known = read.get(key);
    const found = known === undefined ? await readPin({ head, packages, pin: model, path: pin }, seen) : known;
    read.set(key, found);
    seen.packages[which] = found;
    if (found === null) continue;
    const value = `${found.group} version ${found.version}, ${found.approval_status}, ${found.artifact_digest}`;
    seen.observed[`${which} model`] = value;
    seen.applied[`${which} model`] = value;
  }
}

/** Rule by what is wrong, and which part of the pin it is about. */
const PIN_RULES: Partial<Record<Failure['code'], [rule: RuleName, part: keyof Pin]>> = {
  not_found: ['pin/missing', 'version'],
  inconclusive: ['pin/unreadable', 'artifact_digest'],
  moved: ['pin/artifact-moved', 'artifact_digest'],
};

/** The version that a pin names. It may be one that is not approved: a plan can still show what it would do. */
async function readPin(
  { head, packages, pin, path }: { head: EnvironmentState; packages: PinnedPackages; pin: Pin; path: string },
  seen: ObservedForPlan,
): Promise<RegisteredPackage | null> {
  const place = head.place(`${path}.version`);
  const name = `${pin.package_group} version ${pin.version}`;
  try {
    const found = await packages.intact(pin, place?.file ?? `the environment ${head.name}`);
    const { approval_status } = found;
    if (approval_status !== 'Approved') {
      seen.findings.push({
        rule: 'pin/not-approved',
        severity: 'error',
        message: `${name} is ${approval_status}, not Approved`,
        why: 'A deploy refuses a model that nobody approved.',
        way_out: 'Approve it with the label on its pull request, or pin an approved version.',
        place,
      });
    }
    return found;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const rule = PIN_RULES[error.code];
    if (rule === undefined)
      seen.gaps.push(gapOf({ source: 'aws', what: `${name} and what deploying it changes` }, error));
    else seen.findings.push(pinFinding(rule[0], error, head.place(`${path}.${rule[1]}`)));
    return null;
  }
}

const pinFinding = (rule: RuleName, { message, way_out }: Failure, place: Place | null): Finding => ({
  rule,
  severity: 'error',
  message,
  why: 'A deploy refuses it: what was reviewed is not what would run.',
  way_out: way_out ?? 'Pin a version that is there and intact.',
  place,
});

/** Adds a finding for each resource that an apply would refuse to change, at the setting that names it. */
function noteForeign(
  { head, repository }: PlanTarget,
  seen: ObservedForPlan,
  resources: readonly ForeignResource[],
): void {
  const owner = projectOwner(head, repository);
  for (const resource of resources) {
    seen.findings.push({
      rule: 'environment/not-ours',
      severity: 'error',
      message: foreignText(resource),
      why: 'train, deploy and destroy change only what this project owns.',
      way_out: foreignWayOut([resource], owner),
      place: head.place(NAME_PATHS[resource.kind]),
    });
  }
}

/** The setting that names a resource. */
const NAME_PATHS: Record<ForeignResource['kind'], string> = {
  'training-pipeline': 'pipeline.training_pipeline_name',
  'batch-pipeline': 'environment.batch_transform.pipeline_name',
  endpoint: 'environment.endpoint.endpoint_name',
  'endpoint-config': 'environment.endpoint.endpoint_config_name',
  model: 'environment.endpoint.endpoint_name',
  'model-package-group': 'register_model_step.model_group',
};

/** The change of a resource of another owner: none. */
const refused = (kind: ResourceKind, { name, ...rest }: ForeignResource): Change => ({
  ...resourceOf(kind, name),
  action: 'keep',
  from: null,
  to: null,
  why: `${whoseText(rest)}, so an apply refuses to change it`,
});

/** The training pipeline and the model package group, as far as another owner has them. */
async function foreignTraining(
  { aws, head, repository }: PlanTarget,
  pipeline: PipelineState | undefined,
): Promise<ForeignResource[]> {
  const owner = { ...projectOwner(head, repository), environment: null };
  const [foreign, group] = await Promise.all([
    foreignPipeline(aws.sagemaker, 'training-pipeline', pipeline, owner),
    readPackageGroup(aws.sagemaker, head.config.register_model_step.model_group, owner),
  ]);
  return [foreign, group?.foreign].filter((each) => each !== undefined);
}

async function readTraining(target: PlanTarget, seen: ObservedForPlan): Promise<Change[]> {
  const { aws, head, now, forecast = true } = target;
  const { training, config } = head;
  if (training === null) return [];
  const roleArn = config.aws.sagemaker_execution_role_arn;
  const wanted = { ...training, roleArn };
  const foreign: ForeignResource[] = [];
  const change = await readPart(seen, 'the training pipeline', async () => {
    const pipeline = await aws.sagemaker.pipeline(training.name);
    notePipeline(seen, 'training', pipeline, wanted);
    if (forecast) foreign.push(...(await foreignTraining(target, pipeline)));
    return planPipeline(wanted, pipeline);
  });
  if (foreign.length > 0) {
    noteForeign(target, seen, foreign);
    return foreign.map((each) => refused(each.kind, each));
  }
  if (forecast && change !== undefined) {
    seen.run = (await readPart(seen, 'earlier executions', () => readForecast())) ?? null;
  }
  // A merge trains, whatever could be read.
  const start: Change = {
    ...resourceOf('training-pipeline', training.name),
    action: 'start',
    from: null,
    to: null,
    why: startReason(seen.run),
  };
  return change === undefined ? [start] : [change, start];

  function readForecast(): Promise<RunForecast> {
    // `DeployedModel` is the only parameter that a merge gives, and the step that reads it is never cached.
    const start = { region: head.region, now, parameters: {} };
    return forecastTraining(aws.sagemaker, training as NonNullable<typeof training>, start);
  }
}

function startReason(run: RunForecast | null): string {
  const cached = (run?.steps ?? []).flatMap(({ outcome, name }) => (outcome === 'cached' ? [name] : []));
  return `a merge trains${cached.length === 0 ? '' : `; from the step cache: ${cached.join(', ')}`}`;
}

async function readBatch(target: PlanTarget, seen: ObservedForPlan): Promise<Change[]> {
  const { aws, head, repository, forecast = true } = target;
  const { batch, config, environment } = head;
  if (batch === null || !environment) return [];
  const pipeline = await aws.sagemaker.pipeline(batch.name);
  const roleArn = config.aws.sagemaker_execution_role_arn;
  if (environment.batch_transform.model === null) {
    notePipeline(seen, 'batch', pipeline, undefined);
    return pipeline === undefined ? [] : [stays(resourceOf('batch-pipeline', batch.name))];
  }
  notePipeline(seen, 'batch', pipeline, { hash: batch.hash, roleArn });
  const owner = projectOwner(head, repository);
  const foreign = forecast ? await foreignPipeline(aws.sagemaker, 'batch-pipeline', pipeline, owner) : undefined;
  if (foreign !== undefined) {
    noteForeign(target, seen, [foreign]);
    return [refused('batch-pipeline', foreign)];
  }
  return [planPipeline({ ...batch, roleArn }, pipeline)];
}

/** Nothing is taken down by a merge. */
const stays = (resource: ReturnType<typeof resourceOf>): Change => ({
  ...resource,
  action: 'keep',
  from: null,
  to: null,
  why: 'no model is pinned any more; it stays as it is until mlops destroy removes it',
});

/** @param wanted absent: an apply leaves it as it is */
function notePipeline(
  seen: ObservedForPlan,
  which: 'training' | 'batch',
  pipeline: PipelineState | undefined,
  wanted: { hash: string; roleArn: string } | undefined,
): void {
  const [definition, role] = [`${which} pipeline`, `role of the ${which} pipeline`] as const;
  seen.observed[definition] = pipeline === undefined ? NONE : definitionDigest(pipeline.definition);
  seen.observed[role] = pipeline?.roleArn ?? NONE;
  seen.applied[definition] = wanted === undefined ? seen.observed[definition] : shortDigest(wanted.hash);
  seen.applied[role] = wanted?.roleArn ?? seen.observed[role];
}

/** By meaning, as `planPipeline` compares: the service may return the text with other blanks. */
function definitionDigest(text: string): string {
  try {
    return shortDigest(sha256(canonicalJson(JSON.parse(text))));
  } catch {
    return shortDigest(sha256(text));
  }
}

async function readEndpoint(target: PlanTarget, seen: ObservedForPlan): Promise<Change[]> {
  const { aws, head, repository } = target;
  const { environment, config } = head;
  if (environment === null) return [];
  const { endpoint } = environment;
  const observed = await observeEndpoint(aws, {
    owner: projectOwner(head, repository),
    endpoint: endpoint.endpoint_name,
    variant: VARIANT,
    configPrefix: contentPrefix(endpoint.endpoint_config_name),
    modelPrefix: contentPrefix(endpoint.endpoint_name),
  });
  seen.endpoint = observed;
  const registered = seen.packages.endpoint;
  // Without its model nobody can say what a deploy changes, so no deploy may take this for a look at it.
  if (endpoint.model !== null && registered === null) return [];
  const fields = observedFields(observed, endpoint.endpoint_name);
  Object.assign(seen.observed, fields);
  Object.assign(seen.applied, fields);
  if (registered === null)
    return observed.endpoint === undefined ? [] : [stays(resourceOf('endpoint', endpoint.endpoint_name))];
  // Tags are no part of what is compared.
  const desired = desiredEndpoint(config, environment, registered, {});
  Object.assign(seen.observed, withoutHalfDone(fields, desired, observed));
  Object.assign(seen.applied, appliedFields(desired));
  const foreign = observed.foreign.filter(
    ({ kind, name }) => kind === 'endpoint' || name === desired.model.name || name === desired.config.name,
  );
  if (foreign.length > 0) {
    // Rules about the endpoint in service are not about the endpoint of another owner.
    seen.endpoint = null;
    noteForeign(target, seen, foreign);
    return foreign.map((each) => refused(each.kind, each));
  }
  return planEndpoint(desired, observed, Date.parse(target.now)).changes;
}
