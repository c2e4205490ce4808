import { removeEnvironment } from '../apply/remove-environment.ts';
import { Failure } from '../failure.ts';
import { observeEnvironment } from '../observed/environment.ts';
import type { Change } from '../plan/change.ts';
import { planRemoval } from '../plan/plan-removal.ts';
import type { Ports } from '../ports/index.ts';
import type { Result } from '../result.ts';
import { openProject, type ProjectInput } from './project.ts';

export interface DestroyInput extends ProjectInput {
  environment: string;
  /** Without it, what would go is only listed. */
  yes?: boolean;
  /** Also the model package group of the configuration, with all its versions, which all environments share. */
  registry?: boolean;
  /** Longest wait for the endpoint to go, in milliseconds. */
  timeout?: number;
}

export interface DestroyFacts {
  environment: string;
  account: string;
  changes: Change[];
  /** False when it was only listed. */
  removed: boolean;
}

const DEFAULT_TIMEOUT = 30 * 60_000;

/**
 * Removes what deploys to an environment made: endpoint, scaling, configurations, models, batch pipeline. Only what carries
 * this project's tags for that environment goes; data and artifacts in S3 stay. May be repeated.
 */
export async function destroy(input: DestroyInput, ports: Ports): Promise<Result<DestroyFacts>> {
  const { aws, environment, config, account } = await openProject(input, ports);
  if (environment === undefined) throw new Failure('usage', 'destroy needs --environment');
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
  const count = `${plan.length} thing${plan.length === 1 ? '' : 's'}`;
  if (input.yes !== true) {
    return result('unchanged', `${environment.name}: ${count} would be removed; say --yes to remove them`, false);
  }
  await removeEnvironment(aws, observed, {
    clock: ports.clock,
    log: ports.log,
    timeout: input.timeout ?? DEFAULT_TIMEOUT,
  });
  return result('done', `${environment.name}: ${count} removed`, true);
}
