import type { BatchTransformFile, EndpointFile } from './environment-schema.ts';
import type { Config } from './schema.ts';

/**
 * The table of what an environment inherits: the values of config.yml that apply where the folder of the environment does not
 * set its own. The merge, the origins of values and the plan read this table, and nothing else says what inherits what.
 */

/** A path `section.key` of config.yml whose value has the type `T`. */
type SourcePath<T> = {
  [Section in keyof Config & string]: {
    [Key in keyof Config[Section] & string]: Config[Section][Key] extends T ? `${Section}.${Key}` : never;
  }[keyof Config[Section] & string];
}[keyof Config & string];

type ValueAt<Path> = Path extends `${infer Section}.${infer Key}`
  ? Section extends keyof Config
    ? Key extends keyof Config[Section]
      ? Config[Section][Key]
      : never
    : never
  : never;

/** How a value is derived: as it is, or with `-<environment>` or `/<environment>` behind it. */
type Rule<T> = { from: SourcePath<T> } & (string extends T ? { suffix?: '-' | '/' } : { suffix?: never });

/** Keys that a file can leave out and that have no default of their own. */
type OptionalKey<File> = { [Key in keyof File]-?: object extends Pick<File, Key> ? Key : never }[keyof File];

/** A rule for each optional key of a file, and for further values (`Derived`) that the file cannot set. */
type Rules<File, NotInherited extends keyof File, Derived extends string = never> = {
  readonly [Key in Exclude<OptionalKey<File>, NotInherited>]-?: Rule<File[Key]>;
} & { readonly [Key in Derived]: Rule<string> };

const TABLE = {
  endpoint: {
    endpoint_name: { from: 'realtime_endpoint.endpoint_name', suffix: '-' },
    endpoint_config_name: { from: 'realtime_endpoint.endpoint_config_name', suffix: '-' },
    instance_type: { from: 'realtime_endpoint.instance_type' },
    min_instance_count: { from: 'realtime_endpoint.min_instance_count' },
    max_instance_count: { from: 'realtime_endpoint.max_instance_count' },
    scaling: { from: 'realtime_endpoint.scaling' },
    serverless: { from: 'realtime_endpoint.serverless' },
  },
  batch_transform: {
    pipeline_name: { from: 'pipeline.transform_pipeline_name', suffix: '-' },
    instance_type: { from: 'transform_step.instance_type' },
    instance_count: { from: 'transform_step.instance_count' },
    query: { from: 'transform_step.query' },
    output_prefix: { from: 'transform_step.output_prefix', suffix: '/' },
  },
} as const satisfies {
  endpoint: Rules<EndpointFile, 'rollout' | 'data_capture', 'endpoint_config_name'>;
  batch_transform: Rules<BatchTransformFile, 'query_file'>;
};

type Table = typeof TABLE;

type OptionalSource<Section extends keyof Table> = {
  [Key in keyof Table[Section]]: Table[Section][Key] extends { from: infer Path }
    ? undefined extends ValueAt<Path>
      ? Key
      : never
    : never;
}[keyof Table[Section]];

type SourceValue<Section extends keyof Table, Key extends keyof Table[Section]> = Table[Section][Key] extends {
  from: infer Path;
}
  ? ValueAt<Path>
  : never;

/** The inherited values of `endpoint` or `batch_transform` of an environment. */
export type InheritedValues<Section extends keyof Table> = {
  [Key in Exclude<keyof Table[Section], OptionalSource<Section>>]: SourceValue<Section, Key>;
} & { [Key in OptionalSource<Section>]?: Exclude<SourceValue<Section, Key>, undefined> };

/** A value of an environment, and the value of config.yml that applies where the environment does not set it. */
export interface InheritedSetting {
  /** Path in the environment: `endpoint.instance_type`. */
  target: string;
  /** Path in config.yml: `realtime_endpoint.instance_type`. */
  source: string;
}

/** Every value that an environment can inherit. */
export const INHERITED_SETTINGS: readonly InheritedSetting[] = Object.entries(TABLE).flatMap(([section, rules]) =>
  Object.entries(rules).map(([key, { from }]) => ({ target: `${section}.${key}`, source: from })),
);

/** The values of one section of an environment: its own, and those of config.yml for the rest. */
export function inheritValues<Section extends keyof Table>(
  section: Section,
  own: Partial<Record<keyof Table[Section], unknown>>,
  { config, environment }: { config: Config; environment: string },
): InheritedValues<Section> {
  const values: Record<string, unknown> = {};
  for (const [key, rule] of Object.entries<{ from: string; suffix?: string }>(TABLE[section])) {
    const inherited = valueAt(config, rule.from);
    const derived = rule.suffix === undefined ? inherited : `${inherited}${rule.suffix}${environment}`;
    const value = own[key as keyof Table[Section]] ?? derived;
    if (value !== undefined) values[key] = value;
  }
  return values as InheritedValues<Section>;
}

function valueAt(config: Config, path: string): unknown {
  const [section = '', key = ''] = path.split('.');
  const values: Readonly<Record<string, object>> = { ...config };
  return (values[section] as Record<string, unknown> | undefined)?.[key];
}
