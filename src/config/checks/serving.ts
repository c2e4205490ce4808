import { firstRepeat, type Report } from '../check.ts';
import type { EndpointSpec } from '../environment.ts';
import type { Rollout } from '../environment-schema.ts';
import type { Path } from '../node.ts';
import { cronProblem, isTimezone, momentOf } from '../schedule.ts';
import type { ScalingFile, ScheduledActionFile, ServerlessSpec } from '../serving-schema.ts';

/** Checks of how an endpoint serves: the instances and their scaling, or serverless. */

/** The keys of an endpoint on instances. */
export const INSTANCE_KEYS = ['instance_type', 'min_instance_count', 'max_instance_count', 'scaling'] as const;

/** The keys of one file about serving. `scaling` and `serverless` may have values that are missing or wrong. */
interface ServingKeys {
  instance_type?: string | undefined;
  min_instance_count?: number | undefined;
  max_instance_count?: number | undefined;
  scaling?: Partial<ScalingFile> | undefined;
  serverless?: Partial<ServerlessSpec> | undefined;
}

/** Checks what one file says: `realtime_endpoint` of config.yml, or endpoint.yml. */
export function checkServing(keys: ServingKeys, path: Path, report: Report): void {
  const { serverless, scaling } = keys;
  if (serverless !== undefined) {
    for (const key of INSTANCE_KEYS) {
      if (keys[key] === undefined) continue;
      report([...path, key], 'does not go with serverless, which has no instances', {
        onKey: true,
        way_out: `Remove ${key}, or remove serverless.`,
      });
    }
    const { max_concurrency: max, provisioned_concurrency: provisioned } = serverless;
    if (max !== undefined && provisioned !== undefined && provisioned > max) {
      report(
        [...path, 'serverless', 'provisioned_concurrency'],
        `${provisioned} is greater than max_concurrency, which is ${max}`,
      );
    }
    return;
  }
  const min = keys.min_instance_count ?? 1;
  const max = keys.max_instance_count;
  // In endpoint.yml the other one may come from config.yml: `checkEndpoint` compares them.
  if (path.length > 0 && max !== undefined && min > max) {
    report([...path, 'min_instance_count'], `minimum ${min} is greater than maximum ${max} (max_instance_count)`);
  }
  if (scaling === undefined) return;
  if (scaling.metric === 'cpu' && scaling.target === undefined) {
    report([...path, 'scaling', 'metric'], 'cpu needs a target', {
      skipIfWritten: [[...path, 'scaling', 'target']],
      way_out: 'Write target: CPUUtilization goes up to 100 for each vCPU, so 200 is half of 4 vCPUs.',
    });
  }
  checkSchedule(scaling.schedule ?? [], [...path, 'scaling', 'schedule'], report);
  // The same comparison for endpoint.yml is in `checkEndpoint`.
  if (path.length > 0)
    checkScheduledCounts(scaling.schedule ?? [], max ?? min, [...path, 'scaling', 'schedule'], report);
}

function checkSchedule(schedule: readonly ScheduledActionFile[], path: Path, report: Report): void {
  const repeat = firstRepeat(schedule.map(({ name }) => name));
  if (repeat !== -1) report([...path, repeat, 'name'], `${schedule[repeat]?.name} is there twice`);
  for (const [index, action] of schedule.entries()) checkScheduledAction(action, [...path, index], report);
}

function checkScheduledAction(action: ScheduledActionFile, path: Path, report: Report): void {
  const { name, cron, at, timezone } = action;
  const timezoneIsKnown = isTimezone(timezone);
  if (!timezoneIsKnown) {
    report([...path, 'timezone'], `${timezone} is not a time zone of the IANA database`, {
      way_out: 'Write a name such as Europe/Berlin, America/New_York or UTC.',
    });
  }
  if (cron !== undefined && at !== undefined) {
    report([...path, 'at'], 'does not go with cron; keep one of them', { onKey: true });
  } else if (cron !== undefined) {
    const problem = cronProblem(cron);
    if (problem !== undefined) report([...path, 'cron'], problem.message, { way_out: problem.way_out });
  } else if (at === undefined) {
    report([...path, 'name'], `${name} needs cron or at: when it happens`);
  } else if (timezoneIsKnown && Number.isNaN(momentOf(at, timezone))) {
    report([...path, 'at'], `there is no such date: ${at}`);
  }
}

function checkScheduledCounts(
  schedule: readonly ScheduledActionFile[],
  limit: number,
  path: Path,
  report: Report,
): void {
  for (const [index, { min_instance_count: min, max_instance_count: max }] of schedule.entries()) {
    if (min <= (max ?? limit)) continue;
    const which = max === undefined ? `the maximum of the endpoint, which is ${limit}` : `its maximum, which is ${max}`;
    report([...path, index, 'min_instance_count'], `minimum ${min} is greater than ${which}`, {
      way_out: max === undefined ? 'Give the action a max_instance_count too.' : undefined,
    });
  }
}

/** Checks an endpoint of an environment with what it inherits. Places are in endpoint.yml. */
export function checkEndpoint(
  endpoint: EndpointSpec,
  { own, network }: { own: ServingKeys; network: Network | undefined },
  report: Report,
): void {
  if (endpoint.serverless !== undefined) {
    checkServerlessRollout(endpoint.rollout, report);
    if (own.serverless === undefined) return; // config.yml is checked on its own.
    for (const { message, way_out } of serverlessNetworkProblems(network)) {
      report(['serverless'], message, { onKey: true, way_out });
    }
    return;
  }
  const { min_instance_count: min, max_instance_count: max, scaling } = endpoint;
  if (min > max) {
    report(['min_instance_count'], `minimum ${min} is greater than maximum ${max} (max_instance_count)`);
  } else if (min === max) {
    // The schedule of config.yml has no effect for a fixed number either, but other environments may use it.
    if (own.scaling !== undefined) {
      report(['scaling'], `has no effect: the number of instances is fixed at ${min}`, {
        severity: 'warning',
        onKey: true,
        way_out: 'Raise max_instance_count, or remove scaling.',
      });
    }
    return;
  }
  const path = own.scaling === undefined ? [] : ['scaling', 'schedule'];
  if (own.scaling !== undefined) {
    checkScheduledCounts(scaling.schedule, max, path, report);
    return;
  }
  const tooMany = scaling.schedule.find((action) => action.min_instance_count > (action.max_instance_count ?? max));
  if (tooMany === undefined) return;
  report(
    ['max_instance_count'],
    `${max} is less than the minimum of the scheduled action ${tooMany.name} in config.yml, which is ${tooMany.min_instance_count}`,
    { way_out: 'Raise it, give the action a max_instance_count, or write a scaling of its own here.' },
  );
}

/**
 * canary and linear move a share of the instances (API reference, TrafficRoutingConfig: CAPACITY_PERCENT of the fleet). A
 * serverless endpoint has none.
 */
function checkServerlessRollout(rollout: Rollout | undefined, report: Report): void {
  if (rollout === undefined || rollout.type === 'all-at-once') return;
  report(
    ['rollout', 'type'],
    `${rollout.type} does not go with serverless: there are no instances to move step by step`,
    {
      way_out: 'Write all-at-once, or remove the rollout.',
    },
  );
}

interface Network {
  enable_network_isolation?: boolean | undefined;
  subnets?: readonly string[] | undefined;
}

/** What stands in the way of a serverless endpoint in `aws.network_config`. */
export function serverlessNetworkProblems(network: Network | undefined): { message: string; way_out: string }[] {
  const problems: { message: string; way_out: string }[] = [];
  const way_out = 'Serve on instances (instance_type), or take it out of aws.network_config.';
  if (network?.subnets !== undefined) {
    problems.push({ message: 'does not go with a VPC (aws.network_config.subnets): AWS refuses it', way_out });
  }
  if (network?.enable_network_isolation === true) {
    problems.push({
      message: 'does not go with aws.network_config.enable_network_isolation: AWS refuses it',
      way_out,
    });
  }
  return problems;
}
