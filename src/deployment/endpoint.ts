import { applyEndpoint } from '../apply/apply-endpoint.ts';
import { waitForEndpoint } from '../apply/wait-endpoint.ts';
import { contentPrefix, VARIANT } from '../observed/content-name.ts';
import { observeEndpoint } from '../observed/endpoint.ts';
import type { ForeignResource } from '../observed/ownership.ts';
import type { RegisteredPackage } from '../observed/training-run.ts';
import { changeLines } from '../plan/change.ts';
import { desiredEndpoint } from '../plan/desired-endpoint.ts';
import { type EndpointPlan, isMoving, planEndpoint } from '../plan/plan-endpoint.ts';
import type { Tags } from '../ports/index.ts';
import { pinFile } from '../project/environment-state.ts';
import type { DeploymentContext } from './context.ts';

export interface EndpointFacts {
  name: string;
  /** Null when endpoint.yml pins nothing. */
  package: Pick<RegisteredPackage, 'arn' | 'group' | 'version' | 'artifact_digest'> | null;
  model: string | null;
  config: string | null;
  /** What SageMaker says after the deploy; null for a dry run. */
  status: string | null;
  instance_count: number | null;
  changes: EndpointPlan['changes'];
}

export interface PlannedEndpoint {
  facts: EndpointFacts;
  /** Undefined when nothing is pinned. */
  plan: EndpointPlan | undefined;
  /** What the plan would change and the project does not own. */
  foreign: ForeignResource[];
}

/**
 * Compares what endpoint.yml asks for with what is in the account.
 * @param options.settle first wait for a change that is in progress (an earlier attempt, or somebody else), so that the
 * plan is about an endpoint at rest. It does not wait for the endpoint of another owner.
 */
export async function planEndpointDeploy(
  { project, environment, owner, packages, ports, timeout }: DeploymentContext,
  { tags, settle }: { tags: Tags; settle: boolean },
): Promise<PlannedEndpoint> {
  const { aws, config } = project;
  const { endpoint } = environment;
  const facts: EndpointFacts = {
    name: endpoint.endpoint_name,
    package: null,
    model: null,
    config: null,
    status: null,
    instance_count: null,
    changes: [],
  };
  if (endpoint.model === null) return { facts, plan: undefined, foreign: [] };
  const registered = await packages.approved(endpoint.model, pinFile(project, 'endpoint'));
  const desired = desiredEndpoint(config, environment, registered, tags);
  const observe = () =>
    observeEndpoint(aws, {
      owner,
      endpoint: desired.name,
      variant: VARIANT,
      configPrefix: contentPrefix(endpoint.endpoint_config_name),
      modelPrefix: contentPrefix(desired.name),
    });
  let observed = await observe();
  const foreign = observed.foreign.filter(
    ({ kind, name }) => kind === 'endpoint' || name === desired.model.name || name === desired.config.name,
  );
  if (settle && foreign.length === 0 && observed.endpoint !== undefined && isMoving(observed.endpoint.status)) {
    await waitForEndpoint(aws.sagemaker, desired.name, { clock: ports.clock, log: ports.log, timeout });
    observed = await observe();
  }
  const plan = planEndpoint(desired, observed, ports.clock.now());
  const { arn, group, version, artifact_digest } = registered;
  return {
    plan,
    foreign,
    facts: {
      ...facts,
      package: { arn, group, version, artifact_digest },
      model: desired.model.name,
      config: desired.config.name,
      status: observed.endpoint?.status ?? null,
      changes: plan.changes,
    },
  };
}

/** Does what was planned, and waits until the endpoint serves it. */
export async function applyEndpointDeploy(
  { project, ports, timeout }: DeploymentContext,
  planned: PlannedEndpoint,
): Promise<EndpointFacts> {
  if (planned.plan === undefined) return planned.facts;
  for (const line of changeLines(planned.plan.changes)) ports.log.info(line);
  const endpoint = await applyEndpoint(project.aws, planned.plan, { clock: ports.clock, log: ports.log, timeout });
  return {
    ...planned.facts,
    status: endpoint.status,
    instance_count: endpoint.variants[0]?.currentInstanceCount ?? null,
  };
}
