import type { Config } from '../config/index.ts';
import { type Parameter, stringParameter, type Value } from '../pipeline/index.ts';
import { optionArguments, splitArgument } from './container-argument.ts';

/** The parameters that both pipelines have: how to reach Presto, and which columns to read. */
export interface PrestoParameters {
  HostParameter: Parameter<string>;
  Region: Parameter<string>;
  PrestoParameter: Parameter<string>;
  PortParameter: Parameter<string>;
  Target: Parameter<string>;
  Catalog: Parameter<string>;
  Schema: Parameter<string>;
  /** The list of features as JSON. It has more than one parameter when it is too long for one container argument. */
  features: readonly Parameter<string>[];
}

/** Declares these parameters, each with its default from the configuration. */
export function prestoParameters(config: Config): PrestoParameters {
  const { presto, training_step: step } = config;
  const pieces = splitArgument(featureList(step.training_features));
  return {
    HostParameter: stringParameter('HostParameter', { default: presto.host }),
    Region: stringParameter('Region', { default: config.aws.region }),
    PrestoParameter: stringParameter('PrestoParameter', { default: presto.presto_credentials }),
    PortParameter: stringParameter('PortParameter', { default: String(presto.port) }),
    Target: stringParameter('Target', { default: step.training_target }),
    Catalog: stringParameter('Catalog', { default: presto.catalog }),
    Schema: stringParameter('Schema', { default: presto.schema }),
    features: pieces.map((piece, index) =>
      stringParameter(index === 0 ? 'Feature' : `Feature${index + 1}`, { default: piece }),
    ),
  };
}

/** The arguments with which a script connects to Presto. */
export function connectionArguments(parameters: PrestoParameters, config: Config): Value<string>[] {
  const { protocol } = config.presto;
  return [
    ...optionArguments('host', [parameters.HostParameter.value]),
    ...optionArguments('port', [parameters.PortParameter.value]),
    ...optionArguments('presto_credentials_key', [parameters.PrestoParameter.value]),
    ...optionArguments('region', [parameters.Region.value]),
    ...optionArguments('presto_catalog', [parameters.Catalog.value]),
    ...optionArguments('presto_schema', [parameters.Schema.value]),
    ...(protocol === undefined ? [] : optionArguments('presto_protocol', [protocol])),
  ];
}

/** The arguments that name the columns for a script. */
export function columnArguments(parameters: PrestoParameters, keyColumn?: string): Value<string>[] {
  return [
    ...optionArguments('target', [parameters.Target.value]),
    ...optionArguments(
      'features',
      parameters.features.map(({ value }) => value),
    ),
    ...(keyColumn === undefined ? [] : optionArguments('key_column', [keyColumn])),
  ];
}

/** Writes the list as Python's `json.dumps` does if that fits into one argument, else without blanks. */
function featureList(features: readonly string[]): string {
  const spaced = `[${features.map((feature) => JSON.stringify(feature)).join(', ')}]`;
  return splitArgument(spaced).length === 1 ? spaced : JSON.stringify(features);
}
