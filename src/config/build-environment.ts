import { type Check, runChecks } from './check.ts';
import { checkProcessor } from './checks/instances.ts';
import { checkEndpoint, INSTANCE_KEYS } from './checks/serving.ts';
import type { DecodedEnvironment } from './decode-environment.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { BatchTransformSpec, EndpointSpec, Environment, OnInstances, OnServerless } from './environment.ts';
import type { EndpointFile } from './environment-schema.ts';
import { type InheritedValues, inheritValues } from './inheritance.ts';
import type { Config } from './schema.ts';
import { DEFAULT_SCALING, withTarget } from './serving-schema.ts';

/** Maximum length of the name of an endpoint or an endpoint configuration (shapes EndpointName, EndpointConfigName). */
const MAX_ENDPOINT_NAME = 63;

/** Maximum length of the name of a pipeline (shape PipelineName). */
const MAX_PIPELINE_NAME = 256;

/**
 * The values of an environment: those of its files, and those of config.yml for what the files leave out. The environment is
 * absent when one of its files has a mistake.
 */
export function buildEnvironment(
  decoded: DecodedEnvironment,
  config: Config,
): { environment?: Environment; diagnostics: Diagnostic[] } {
  if (!decoded.values) return { diagnostics: [] };
  const { name, roots } = decoded;
  const { environment, endpoint, batch, query } = decoded.values;
  const { config: _config, region: _region, role: _role, role_arn: _roleArn, bucket: _bucket, ...own } = environment;
  const inherited = { config, environment: name };
  const values = inheritValues('endpoint', endpoint, inherited);
  const serving = servingOf(endpoint, values);
  if (serving === undefined) return { diagnostics: runChecks([needsInstanceType], endpoint, roots.endpoint) };
  const endpointSpec: EndpointSpec = {
    model: endpoint.model,
    endpoint_name: values.endpoint_name,
    endpoint_config_name: values.endpoint_config_name,
    ...serving,
    keep: endpoint.keep,
    ...(endpoint.rollout === undefined ? {} : { rollout: endpoint.rollout }),
    ...(endpoint.data_capture === undefined ? {} : { data_capture: endpoint.data_capture }),
  };
  const batchSpec: BatchTransformSpec = {
    model: batch.model,
    ...inheritValues('batch_transform', { ...batch, query: query?.sql }, inherited),
  };
  return {
    // `region` of environment.yml is already in aws.region, see `overlay`.
    environment: { ...own, name, region: config.aws.region, endpoint: endpointSpec, batch_transform: batchSpec },
    diagnostics: [
      ...runChecks(
        [endpointNamesFit(name), endpointServes(endpoint, config), processorFits(endpoint)],
        endpointSpec,
        roots.endpoint,
      ),
      ...runChecks([pipelineNameFits(config)], batchSpec, roots.batch),
    ],
  };
}

const endpointNamesFit =
  (environment: string): Check<EndpointSpec> =>
  (endpoint, report) => {
    for (const key of ['endpoint_name', 'endpoint_config_name'] as const) {
      const name = endpoint[key];
      if (name.length <= MAX_ENDPOINT_NAME) continue;
      report([key], `${name} has ${name.length} characters; a name has at most ${MAX_ENDPOINT_NAME}`, {
        way_out: `It is realtime_endpoint.${key} with -${environment}: shorten that${key === 'endpoint_name' ? ', or set endpoint_name here' : ''}.`,
      });
    }
  };

/**
 * How an endpoint serves. Where endpoint.yml says one way, the keys of config.yml for the other way do not count.
 * @returns undefined when endpoint.yml has instances, but no file says of which type
 */
function servingOf(own: EndpointFile, values: InheritedValues<'endpoint'>): OnInstances | OnServerless | undefined {
  const ownInstances = INSTANCE_KEYS.some((key) => own[key] !== undefined);
  const serverless = own.serverless ?? (ownInstances ? undefined : values.serverless);
  if (serverless !== undefined) return { serverless };
  const { instance_type, min_instance_count: min = 1, max_instance_count: max = min, scaling } = values;
  if (instance_type === undefined) return undefined;
  return {
    instance_type,
    min_instance_count: min,
    max_instance_count: max,
    scaling: withTarget(scaling ?? DEFAULT_SCALING),
  };
}

const needsInstanceType: Check<EndpointFile> = (endpoint, report) => {
  const key = INSTANCE_KEYS.find((each) => endpoint[each] !== undefined) ?? 'instance_type';
  report([key], 'needs instance_type here: config.yml serves without instances (serverless)', {
    onKey: true,
    way_out: 'Write instance_type, or remove this key.',
  });
};

const endpointServes =
  (own: EndpointFile, config: Config): Check<EndpointSpec> =>
  (endpoint, report) =>
    checkEndpoint(endpoint, { own, network: config.aws.network_config }, report);

/** The instance type of config.yml is checked there. */
const processorFits =
  (own: EndpointFile): Check<EndpointSpec> =>
  (_, report) =>
    checkProcessor(own.instance_type, ['instance_type'], report);

const pipelineNameFits =
  (config: Config): Check<BatchTransformSpec> =>
  ({ pipeline_name: name }, report) => {
    if (name.length > MAX_PIPELINE_NAME) {
      report(
        ['pipeline_name'],
        `${name} has ${name.length} characters; a pipeline name has at most ${MAX_PIPELINE_NAME}`,
        { way_out: 'Shorten pipeline.transform_pipeline_name or the name of the folder, or set pipeline_name here.' },
      );
    }
    if (name === config.pipeline.training_pipeline_name) {
      report(['pipeline_name'], `${name} is the training pipeline; one would overwrite the other`, {
        way_out: 'Set pipeline_name here, or rename pipeline.training_pipeline_name.',
      });
    }
  };
