import { dirname, join } from 'node:path';
import type * as z from 'zod';
import { type Check, runChecks } from './check.ts';
import { scalingRules } from './checks-account.ts';
import { didYouMean } from './closest.ts';
import { environmentNames, readYaml } from './config-tree.ts';
import { decode } from './decode.ts';
import { withDefaults } from './defaults.ts';
import type { Diagnostic } from './diagnostic.ts';
import {
  batchTransformFileSchema,
  type Environment,
  endpointFileSchema,
  environmentFileSchema,
} from './environment-schema.ts';
import { type InstanceUse, instanceProblem } from './instance-types.ts';
import { findUnfilled } from './judge-config.ts';
import { emptyMap, type MapNode } from './node.ts';
import { type ResolvedQuery, resolveQuery } from './query.ts';
import { scheduleProblem } from './schedule.ts';
import type { Config } from './schema.ts';
import { sourceFile } from './source-file.ts';

type EnvironmentFile = z.output<typeof environmentFileSchema>;
type EndpointFile = z.output<typeof endpointFileSchema>;
type BatchTransformFile = z.output<typeof batchTransformFileSchema>;

/** The three files of one environment, parsed and judged as far as they can be without config.yml. */
export interface EnvironmentFiles {
  name: string;
  directory: string;
  roots: { environment: MapNode; endpoint: MapNode; batch: MapNode };
  values?: { environment: EnvironmentFile; endpoint: EndpointFile; batch: BatchTransformFile; query?: ResolvedQuery };
  diagnostics: Diagnostic[];
}

type Partially<T> = { [K in keyof T]?: T[K] };

/** Reads `environments/<name>/` beside config.yml. endpoint.yml and batch-transform.yml need not exist. */
export function readEnvironment(configFile: string, name: string): EnvironmentFiles {
  const directory = join(dirname(configFile), 'environments', name).replaceAll('\\', '/');
  const names = environmentNames(configFile);
  const paths = ['environment.yml', 'endpoint.yml', 'batch-transform.yml'].map((file) => join(directory, file)) as [
    string,
    string,
    string,
  ];
  const empty = (path: string) => emptyMap({ source: sourceFile(path, ''), start: 0, end: 0 });
  const nothing = { environment: empty(paths[0]), endpoint: empty(paths[1]), batch: empty(paths[2]) };
  if (!names.includes(name)) {
    const known =
      names.length === 0 ? '; there are no environments' : didYouMean(name, names) || `; there are ${names.join(', ')}`;
    const diagnostic: Diagnostic = {
      severity: 'error',
      file: directory,
      line: 1,
      column: 1,
      path: '',
      message: `there is no environment ${name}${known}`,
    };
    return { name, directory, roots: nothing, diagnostics: [diagnostic] };
  }
  const read = [readYaml(paths[0]), readYaml(paths[1], true), readYaml(paths[2], true)] as const;
  const roots = {
    environment: read[0].root ?? nothing.environment,
    endpoint: read[1].root ?? nothing.endpoint,
    batch: read[2].root ?? nothing.batch,
  };
  const diagnostics = read.flatMap((file) => file.diagnostics);
  const judge = <T>(root: MapNode, schema: z.ZodType<T>, checks: Check<Partially<T>>[]): T | undefined => {
    const unfilled = findUnfilled(root);
    const decoded = decode(root, schema);
    const shape = decoded.diagnostics.filter(({ path }) => !unfilled.some((diagnostic) => diagnostic.path === path));
    const draft = withDefaults(decoded.sound, schema) as Partially<T>;
    diagnostics.push(...unfilled, ...shape, ...runChecks(checks, draft, root));
    return decoded.value;
  };
  let query: ResolvedQuery | undefined;
  // A file whose text could not be read has had its say: that its keys are missing too is no news.
  const environment = read[0].root && judge(roots.environment, environmentFileSchema, environmentChecks(name, names));
  const endpoint = judge(roots.endpoint, endpointFileSchema, endpointChecks);
  const batch = judge(roots.batch, batchTransformFileSchema, [
    ...batchChecks,
    (_, report) => {
      query = resolveQuery(roots.batch, [], 'batch', report, true);
    },
  ]);
  if (!environment || !endpoint || !batch) return { name, directory, roots, diagnostics };
  const values = { environment, endpoint, batch, ...(query ? { query } : {}) };
  return { name, directory, roots, values, diagnostics };
}

const environmentChecks = (name: string, names: readonly string[]): Check<Partially<EnvironmentFile>>[] => [
  function promotesFromAnother({ promotes_from: from }, report) {
    if (from === undefined || from === null) return;
    if (from === name) report(['promotes_from'], 'is this environment itself');
    else if (!names.includes(from)) {
      report(
        ['promotes_from'],
        `there is no environment ${from}${didYouMean(from, names) || `; there are ${names.join(', ')}`}`,
      );
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
  function roleIsGivenOnce({ role, role_arn }, report) {
    if (role !== undefined && role_arn !== undefined && !role_arn.includes('{role}')) {
      report(['role'], 'has no effect beside role_arn; keep one of them', { onKey: true });
    }
  },
];

const instanceIsKnown =
  (use: InstanceUse): Check<{ instance_type?: string | undefined }> =>
  ({ instance_type: type }, report) => {
    const problem = type === undefined ? undefined : instanceProblem(type, use);
    if (problem) report(['instance_type'], problem.message, { severity: problem.severity });
  };

const endpointChecks: Check<Partially<EndpointFile>>[] = [
  instanceIsKnown('hosting'),
  /** BlueGreenUpdatePolicy, TrafficRoutingConfig, AutoRollbackConfig of UpdateEndpoint. */
  function rolloutIsComplete({ rollout }, report) {
    if (!rollout) return;
    if (rollout.type === 'all-at-once') {
      if (rollout.step_percent !== undefined)
        report(['rollout', 'step_percent'], 'does not belong to all-at-once', { onKey: true });
    } else if (rollout.step_percent === undefined) {
      report(
        ['rollout', 'step_percent'],
        `is required and missing: ${rollout.type} moves a share of the traffic at a time`,
      );
    } else if (rollout.type === 'linear' && rollout.step_percent < 10) {
      report(['rollout', 'step_percent'], `must be at least 10 for linear, got ${rollout.step_percent}`);
    }
    if (rollout.alarms.length === 0) {
      report(['rollout', 'type'], 'without alarms SageMaker never rolls back', {
        severity: 'warning',
        hint: 'List CloudWatch alarms in rollout.alarms.',
      });
    }
    const repeat = rollout.alarms.findIndex((alarm, index) => rollout.alarms.indexOf(alarm) !== index);
    if (repeat !== -1) report(['rollout', 'alarms', repeat], `${rollout.alarms[repeat]} is there twice`);
  },
];

const batchChecks: Check<Partially<BatchTransformFile>>[] = [
  instanceIsKnown('transform'),
  function scheduleIsValid({ schedule }, report) {
    const problem = typeof schedule === 'string' ? scheduleProblem(schedule) : undefined;
    if (problem) report(['schedule'], problem);
  },
];

/** Names of endpoints, models and configurations have at most 63 characters; of configurations, a digest follows. */
const LONGEST_NAME = 63;

/** The environment with what its files leave out taken from config.yml, once both are right. */
export function buildEnvironment(
  files: EnvironmentFiles,
  config: Config,
): { environment?: Environment; diagnostics: Diagnostic[] } {
  if (!files.values) return { diagnostics: [] };
  const { environment, endpoint, batch, query } = files.values;
  const { config: _config, region: _region, role: _role, role_arn: _roleArn, bucket: _bucket, ...own } = environment;
  const serving = config.realtime_endpoint;
  const suffixed = (name: string) => `${name}-${files.name}`;
  const target = endpoint.target_invocations_per_instance ?? serving.target_invocations_per_instance;
  const result: Environment = {
    ...own,
    name: files.name,
    directory: files.directory,
    region: config.aws.region,
    endpoint: {
      file: files.roots.endpoint.place.source.name,
      model: endpoint.model,
      endpoint_name: endpoint.endpoint_name ?? suffixed(serving.endpoint_name),
      endpoint_config_name: suffixed(serving.endpoint_config_name),
      instance_type: endpoint.instance_type ?? serving.instance_type,
      min_instance_count: endpoint.min_instance_count ?? serving.min_instance_count,
      max_instance_count: endpoint.max_instance_count ?? serving.max_instance_count,
      scaling: endpoint.scaling ?? serving.scaling,
      ...(target === undefined ? {} : { target_invocations_per_instance: target }),
      keep: endpoint.keep,
      ...(endpoint.rollout === undefined ? {} : { rollout: endpoint.rollout }),
    },
    batch_transform: {
      file: files.roots.batch.place.source.name,
      model: batch.model,
      pipeline_name: batch.pipeline_name ?? suffixed(config.pipeline.transform_pipeline_name),
      instance_type: batch.instance_type ?? config.transform_step.instance_type,
      instance_count: batch.instance_count ?? config.transform_step.instance_count,
      query: query?.query ?? config.transform_step.query,
      query_source: query?.query_source ?? config.transform_step.query_source,
      output_prefix: batch.output_prefix ?? `${config.transform_step.output_prefix}/${files.name}`,
      schedule: batch.schedule,
    },
  };
  const named: Check<Environment>[] = [
    (value, report) => {
      for (const key of ['endpoint_name', 'endpoint_config_name'] as const) {
        const name = value.endpoint[key];
        if (name.length <= LONGEST_NAME) continue;
        report([key], `${name} has ${name.length} characters; a name has at most ${LONGEST_NAME}`, {
          hint: `It is realtime_endpoint.${key} with -${files.name}: shorten that, or set endpoint_name here.`,
        });
      }
    },
    (value, report) => scalingRules(value.endpoint, [], report),
  ];
  const batchNamed: Check<Environment>[] = [
    ({ batch_transform: { pipeline_name: name } }, report) => {
      if (name.length > 256)
        report(['pipeline_name'], `${name} has ${name.length} characters; a pipeline name has at most 256`);
      if (name === config.pipeline.training_pipeline_name) {
        report(['pipeline_name'], `${name} is the training pipeline; the one would overwrite the other`);
      }
    },
  ];
  const diagnostics = [
    ...runChecks(named, result, files.roots.endpoint),
    ...runChecks(batchNamed, result, files.roots.batch),
  ];
  return { environment: result, diagnostics };
}
