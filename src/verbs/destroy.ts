import { removeEnvironment } from '../apply/remove-environment.ts';
import { Failure } from '../failure.ts';
import { observeEnvironment } from '../observed/environment.ts';
import type { Change } from '../plan/change.ts';
import { planRemoval } from '../plan/plan-removal.ts';
import { plural } from '../plural.ts';
import type { Ports } from '../ports/index.ts';
import { openProject, type ProjectInput } from '../project/open-project.ts';
import type { Result } from '../result.ts';

export interface DestroyInput extends ProjectInput {
  environment: string;
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
  changes: Change[];
  /** False when the resources were only listed. */
  removed: boolean;
}

const DEFAULT_TIMEOUT = 30 * 60_000;

/**
 * Removes what deploys to an environment made: endpoint, scaling, configurations, models, batch pipeline. It removes only resources
 * with the tags of this project and that environment. Data and artifacts in S3 stay. May be repeated.
 */
export async function destroy(input: DestroyInput, ports: Ports): Promise<Result<DestroyFacts>> {
  const { aws, environment, config, account } = await openProject(input, ports);
  if (environment === null) throw new Failure('usage', 'destroy needs --environment');
  const observed = await observeEnvironment(aws, environment, {
    registryGroup: input.registry === true ? config.register_model_step.model_group : undefined,
  });
  const plan = planRemoval(observed);
  const facts: DestroyFacts = { environment: environment.name, account, changes: plan, removed: false };
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
    return result(
      'unchanged',
      `${environment.name}: ${count} would be removed; give --yes to remove ${plan.length === 1 ? 'it' : 'them'}`,
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
