import type { Config } from '../config/index.ts';
import { type Parameter, stringParameter, type Value } from '../pipeline/index.ts';
import { option, pieces } from './container-argument.ts';

/** Parameters that both pipelines have: where Presto is, and which columns are read. */
export interface PrestoParameters {
  HostParameter: Parameter<string>;
  Region: Parameter<string>;
  PrestoParameter: Parameter<string>;
  PortParameter: Parameter<string>;
  Target: Parameter<string>;
  Catalog: Parameter<string>;
  Schema: Parameter<string>;
  /** The list of features as JSON: one parameter, or more when it is too long for one container argument. */
  features: readonly Parameter<string>[];
}

export function prestoParameters(config: Config): PrestoParameters {
  const { presto, training_step: step } = config;
  const parts = pieces(featureList(step.training_features));
  return {
    HostParameter: stringParameter('HostParameter', { default: presto.host }),
    Region: stringParameter('Region', { default: config.aws.region }),
    PrestoParameter: stringParameter('PrestoParameter', { default: presto.presto_credentials }),
    PortParameter: stringParameter('PortParameter', { default: String(presto.port) }),
    Target: stringParameter('Target', { default: step.training_target }),
    Catalog: stringParameter('Catalog', { default: presto.catalog }),
    Schema: stringParameter('Schema', { default: presto.schema }),
    features: parts.map((part, index) =>
      stringParameter(index === 0 ? 'Feature' : `Feature${index + 1}`, { default: part }),
    ),
  };
}

/** Arguments by which a script connects to Presto. */
export function connectionArguments(parameters: PrestoParameters, config: Config): Value<string>[] {
  const { protocol } = config.presto;
  return [
    ...option('host', [parameters.HostParameter.value]),
    ...option('port', [parameters.PortParameter.value]),
    ...option('presto_credentials_key', [parameters.PrestoParameter.value]),
    ...option('region', [parameters.Region.value]),
    ...option('presto_catalog', [parameters.Catalog.value]),
    ...option('presto_schema', [parameters.Schema.value]),
    ...(protocol === undefined ? [] : option('presto_protocol', [protocol])),
  ];
}

/** Arguments by which a script knows the columns. */
export function columnArguments(parameters: PrestoParameters, keyColumn?: string): Value<string>[] {
  return [
    ...option('target', [parameters.Target.value]),
    ...option(
      'features',
      parameters.features.map(({ value }) => value),
    ),
    ...(keyColumn === undefined ? [] : option('key_column', [keyColumn])),
  ];
}

/** Spelled as Python's `json.dumps` does where that fits into one argument, else as short as can be. */
function featureList(features: readonly string[]): string {
  const spaced = `[${features.map((feature) => JSON.stringify(feature)).join(', ')}]`;
  return pieces(spaced).length === 1 ? spaced : JSON.stringify(features);
}
