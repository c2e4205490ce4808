import { type Check, runChecks } from './check.ts';
import { checkScaling } from './checks/instances.ts';
import type { DecodedEnvironment } from './decode-environment.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { BatchTransformSpec, EndpointSpec, Environment } from './environment.ts';
import { inheritValues } from './inheritance.ts';
import type { Config } from './schema.ts';

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
  const endpointSpec: EndpointSpec = {
    model: endpoint.model,
    ...inheritValues('endpoint', endpoint, inherited),
    keep: endpoint.keep,
    ...(endpoint.rollout === undefined ? {} : { rollout: endpoint.rollout }),
  };
  const batchSpec: BatchTransformSpec = {
    model: batch.model,
    ...inheritValues('batch_transform', { ...batch, query: query?.sql }, inherited),
  };
  return {
    // `region` of environment.yml is already in aws.region, see `overlay`.
    environment: { ...own, name, region: config.aws.region, endpoint: endpointSpec, batch_transform: batchSpec },
    diagnostics: [
      ...runChecks([endpointNamesFit(name), endpointScales], endpointSpec, roots.endpoint),
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

const endpointScales: Check<EndpointSpec> = (endpoint, report) => checkScaling(endpoint, [], report);

const pipelineNameFits =
  (config: Config): Check<BatchTransformSpec> =>
  ({ pipeline_name: name }, report) => {
    if (name.length > MAX_PIPELINE_NAME) {
      report(
        ['pipeline_name'],
        `${name} has ${name.length} characters; a pipeline name has at most ${MAX_PIPELINE_NAME}`,
      );
    }
    if (name === config.pipeline.training_pipeline_name) {
      report(['pipeline_name'], `${name} is the training pipeline; one would overwrite the other`);
    }
  };
