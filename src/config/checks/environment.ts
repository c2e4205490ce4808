import { type Check, firstRepeat } from '../check.ts';
import { didYouMean } from '../closest.ts';
import type { BatchTransformFile, EndpointFile, EnvironmentFile } from '../environment-schema.ts';
import { checkInstanceType } from './instances.ts';
import { checkServing } from './serving.ts';

/** Checks of the files of one environment, without config.yml. */

type Partially<T> = { [K in keyof T]?: T[K] };

/** Maximum length of a name of an environment that fits into the roles of infra/roles.yml. */
const MAX_ENVIRONMENT_NAME = 15;

/**
 * Returns what is wrong with the name of an environment. Endpoint and pipeline are called `<name>-<environment>`, so it has to be
 * a valid end of a SageMaker name (shapes EndpointName, PipelineName). infra/roles.yml takes at most 15 characters: up to there
 * the names of models and endpoint configurations are not cut. A project with its own roles can have a longer name.
 */
export function environmentNameProblem(
  name: string,
): { severity: 'error' | 'warning'; message: string; way_out: string } | undefined {
  if (!/^[A-Za-z0-9](-*[A-Za-z0-9])*$/.test(name)) {
    return {
      severity: 'error',
      message: `"${name}" is not a name of an environment: a name has letters, digits and hyphens, and no hyphen at either end`,
      way_out: 'Rename the folder. Its name becomes the end of the names of the endpoint and of the batch pipeline.',
    };
  }
  if (name.length > MAX_ENVIRONMENT_NAME) {
    return {
      severity: 'warning',
      message: `${name} has ${name.length} characters; infra/roles.yml takes a name of at most ${MAX_ENVIRONMENT_NAME}`,
      way_out: 'Shorten the name of the folder, unless the roles of this environment are your own.',
    };
  }
  return undefined;
}

/**
 * Checks of environment.yml.
 * @param name name of the environment
 * @param names names of all environments
 */
export const environmentChecks = (name: string, names: readonly string[]): Check<Partially<EnvironmentFile>>[] => [
  function promotesFromAnother({ promotes_from: from }, report) {
    if (from === undefined || from === null) return;
    if (from === name) report(['promotes_from'], 'is this environment itself');
    else if (!names.includes(from)) {
      const known = didYouMean(from, names) || `; there are ${names.join(', ')}`;
      report(['promotes_from'], `there is no environment ${from}${known}`);
    }
  },
  function freezesEnd({ freeze }, report) {
    for (const [index, window] of (freeze ?? []).entries()) {
      const [from, to] = [Date.parse(window.from), Date.parse(window.to)];
      if (Number.isNaN(from)) report(['freeze', index, 'from'], `there is no such date: ${window.from}`);
      else if (Number.isNaN(to)) report(['freeze', index, 'to'], `there is no such date: ${window.to}`);
      else if (from >= to) report(['freeze', index, 'to'], `${window.to} is not after ${window.from}`);
    }
  },
  function roleHasEffect({ role, role_arn }, report) {
    if (role !== undefined && role_arn !== undefined && !role_arn.includes('{role}')) {
      report(['role'], 'has no effect beside role_arn; keep one of them', { onKey: true });
    }
  },
];

/** Checks of endpoint.yml. */
export const endpointChecks: Check<Partially<EndpointFile>>[] = [
  ({ instance_type: type }, report) => checkInstanceType(type, 'hosting', ['instance_type'], report),
  (endpoint, report) => checkServing(endpoint, [], report),
  /** BlueGreenUpdatePolicy, TrafficRoutingConfig, AutoRollbackConfig of UpdateEndpoint. */
  function rolloutIsComplete({ rollout }, report) {
    if (!rollout) return;
    const path = ['rollout', 'step_percent'];
    if (rollout.type === 'all-at-once') {
      if (rollout.step_percent !== undefined) report(path, 'does not belong to all-at-once', { onKey: true });
    } else if (rollout.step_percent === undefined) {
      report(path, `is required and missing: ${rollout.type} moves a share of the traffic at a time`, {
        skipIfWritten: [path],
      });
    } else if (rollout.type === 'linear' && rollout.step_percent < 10) {
      report(path, `must be at least 10 for linear, got ${rollout.step_percent}`);
    }
    if (rollout.alarms.length === 0) {
      report(['rollout', 'type'], 'without alarms SageMaker never rolls back', {
        severity: 'warning',
        way_out: 'List CloudWatch alarms in rollout.alarms.',
      });
    }
    const repeat = firstRepeat(rollout.alarms);
    if (repeat !== -1) report(['rollout', 'alarms', repeat], `${rollout.alarms[repeat]} is there twice`);
  },
];

/** Checks of batch-transform.yml. */
export const batchChecks: Check<Partially<BatchTransformFile>>[] = [
  ({ instance_type: type }, report) => checkInstanceType(type, 'transform', ['instance_type'], report),
];
