import { type AdoptedResource, adoptOrRefuse, notOurs, refuseWithoutRepository } from '../apply/adopt.ts';
import { removeEnvironment } from '../apply/remove-environment.ts';
import type { Environment } from '../config/index.ts';
import { Failure } from '../failure.ts';
import { type ObservedEnvironment, observeEnvironment } from '../observed/environment.ts';
import { foreignText, type Owner } from '../observed/ownership.ts';
import type { Change } from '../plan/change.ts';
import { planRemoval } from '../plan/plan-removal.ts';
import { plural } from '../plural.ts';
import type { Ports } from '../ports/index.ts';
import { openProject, type Project, type ProjectInput } from '../project/open-project.ts';
import { projectOwner } from '../project/owner.ts';
import type { Result } from '../result.ts';

export interface DestroyInput extends ProjectInput {
  environment: string;
  /** The repository that this run belongs to. Only what it owns is removed. */
  repository?: string;
  /** Also remove the endpoint and the batch pipeline when they belong to another owner, or to nobody. */
  adopt?: boolean;
  /** Really remove the resources. Without it they are only listed. */
  yes?: boolean;
  /** Also remove the model package group of the configuration, with all its versions. All environments share it. */
  registry?: boolean;
  /** Longest wait until the endpoint is removed, in milliseconds. */
  timeout?: number;
}

export interface DestroyFacts {
  environment: string;
  account: string;
  /** What was, or would be, taken over from another owner. */
  adopted_resources: AdoptedResource[];
  changes: Change[];
  /** False when the resources were only listed. */
  removed: boolean;
}

const DEFAULT_TIMEOUT = 30 * 60_000;

/**
 * Removes what deploys to an environment made: endpoint, scaling, configurations, models, batch pipeline. It removes only resources
 * with the tags of this project and that environment. Data and artifacts in S3 stay. May be repeated.
 * @throws Failure `not_ours` when another owner has an endpoint or a pipeline of that name, and `adopt` is not set
 */
export async function destroy(input: DestroyInput, ports: Ports): Promise<Result<DestroyFacts>> {
  const project = await openProject(input, ports);
  const { aws, environment, account } = project;
  if (environment === null) throw new Failure('usage', 'destroy needs --environment');
  const owner = projectOwner(project, input.repository);
  const { observed, adopted_resources } = await observeOwn(input, { project, environment, owner }, ports);
  const plan = planRemoval(observed);
  const facts: DestroyFacts = {
    environment: environment.name,
    account,
    adopted_resources,
    changes: plan,
    removed: false,
  };
  const result = (decision: Result['decision'], summary: string, removed: boolean): Result<DestroyFacts> => ({
    schema_version: 1,
    verb: 'destroy',
    decision,
    reason_code: 'ok',
    summary,
    facts: { ...facts, removed },
  });
  if (plan.length === 0) return result('unchanged', `${environment.name}: there is nothing to remove`, false);
  const count = plural(plan.length, 'resource');
  if (input.yes !== true) {
    const adopting = observed.foreign.map((each) => `. ${foreignText(each)} and would be adopted`).join('');
    return result(
      'unchanged',
      `${environment.name}: ${count} would be removed; give --yes to remove ${plan.length === 1 ? 'it' : 'them'}${adopting}`,
      false,
    );
  }
  await removeEnvironment(aws, observed, {
    clock: ports.clock,
    log: ports.log,
    timeout: input.timeout ?? DEFAULT_TIMEOUT,
  });
  return result('done', `${environment.name}: ${count} removed`, true);
}

/**
 * Reads what the project owns of an environment. With `adopt` it takes over what belongs to another owner, and reads again; without
 * `yes` it only lists it.
 * @throws Failure `not_ours`
 */
async function observeOwn(
  input: DestroyInput,
  { project, environment, owner }: { project: Project; environment: Environment; owner: Owner },
  { log }: Ports,
): Promise<{ observed: ObservedEnvironment; adopted_resources: AdoptedResource[] }> {
  const { aws, config } = project;
  const registryGroup = input.registry === true ? config.register_model_step.model_group : undefined;
  const observe = () => observeEnvironment(aws, environment, { owner, registryGroup });
  const observed = await observe();
  const { foreign } = observed;
  if (foreign.length === 0) return { observed, adopted_resources: [] };
  if (input.adopt === true && input.yes !== true) {
    refuseWithoutRepository(owner);
    const adopted_resources = foreign.map(({ kind, name, arn, owner: from }) => ({ kind, name, arn, from }));
    return { observed, adopted_resources };
  }
  const adopted_resources = await adoptOrRefuse(aws.sagemaker, foreign, { adopt: input.adopt === true, owner, log });
  const own = await observe();
  if (own.foreign.length > 0) throw notOurs(own.foreign, owner);
  return { observed: own, adopted_resources };
}
