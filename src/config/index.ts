import type { Diagnostic } from './diagnostic.ts';
import type { Environment } from './environment-schema.ts';
import type { Config } from './schema.ts';

export type { Diagnostic } from './diagnostic.ts';
export type { BatchTransformSpec, EndpointSpec, Environment, Pin, Rollout } from './environment-schema.ts';
export type { Config, HyperparameterRange, QuerySource } from './schema.ts';

/** Where a value comes from. */
export type Origin = { file: string; line: number; column: number } | { variable: string } | 'default';

export interface LoadOptions {
  /** Path of config.yml. */
  file: string;
  /** Name of a folder in `environments/` beside it. */
  environment?: string;
  /** Account and region win over those of the files. */
  account?: string;
  region?: string;
  /** Folder of this package, whose sagemaker-code is used where the configuration's own is missing. */
  packageRoot?: string;
  /** Environment variables: PRESTO_HOST and PRESTO_PORT win over presto.host and presto.port. Nothing else is read. */
  env?: Record<string, string | undefined>;
}

export type LoadedConfig =
  | { ok: true; config: Config; environment?: Environment; origins: Map<string, Origin>; warnings: Diagnostic[] }
  | { ok: false; diagnostics: Diagnostic[] };

export type LoadConfig = (options: LoadOptions) => LoadedConfig;
