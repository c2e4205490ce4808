import { buildEnvironment } from './build-environment.ts';
import { ConfigFiles } from './config-files.ts';
import { keyOfOverlay, overlay, withOutsideValue } from './config-tree.ts';
import { type DecodedEnvironment, decodeEnvironment } from './decode-environment.ts';
import { type Diagnostic, sortDiagnostics } from './diagnostic.ts';
import type { Environment } from './environment.ts';
import type { MapNode } from './node.ts';
import { collectOrigins, type Origin } from './origins.ts';
import type { Config, QuerySources } from './schema.ts';
import { validateConfig } from './validate-config.ts';
import { applyVariables, type Variables } from './variables.ts';

export interface LoadOptions {
  /** Path of config.yml. */
  file: string;
  /** Name of a folder in `environments/` beside it. */
  environment?: string;
  /** The account that replaces `{account_id}`. Default: that of environment.yml. */
  account?: string;
  /** Wins over the region of the files. */
  region?: string;
  /** Folder of this package. Its sagemaker-code is used where the configuration has no scripts of its own. */
  packageRoot?: string;
  env?: Variables;
}

/** The values of the files, and beside them where each value comes from. */
export interface LoadedValues {
  config: Config;
  /** Dotted path of each value → its origin. Those of the environment start with `environment.`. */
  origins: ReadonlyMap<string, Origin>;
  sources: QuerySources;
}

export type LoadedConfig =
  | (LoadedValues & {
      ok: true;
      /** Only when the options name an environment. */
      environment?: Environment;
      warnings: Diagnostic[];
    })
  | { ok: false; diagnostics: Diagnostic[] };

/**
 * Reads config.yml, and the folder of an environment when the options name one. Never throws for the content of the files:
 * the result has the values, or every mistake (with the warnings) in the order of the files.
 */
export function loadConfig(options: LoadOptions): LoadedConfig {
  const files = new ConfigFiles(options.file);
  const { environment } = options;
  return loadFrom(files, environment === undefined ? undefined : decodeEnvironment(files, environment), options);
}

/** As `loadConfig`, with files that are read already. */
export function loadFrom(
  files: ConfigFiles,
  decoded: DecodedEnvironment | undefined,
  options: Omit<LoadOptions, 'file' | 'environment'>,
): LoadedConfig {
  const file = files.config();
  const diagnostics = [...files.environmentsProblems(), ...file.diagnostics, ...(decoded?.diagnostics ?? [])];
  if (!file.isRead) return { ok: false, diagnostics: sortDiagnostics(diagnostics) };
  const root = mergedTree(file.root, decoded, options);
  const account = options.account ?? decoded?.values?.environment.account;
  const validated = validateConfig(root, { files, account, packageRoot: options.packageRoot });
  const { valid } = validated;
  const built = decoded && valid ? buildEnvironment(decoded, valid.config) : undefined;
  const named = validated.diagnostics.map((diagnostic) => withOwnKey(diagnostic, decoded));
  diagnostics.push(...withoutRepeats(named, decoded), ...(built?.diagnostics ?? []));
  const sorted = sortDiagnostics(diagnostics);
  const hasError = sorted.some(({ severity }) => severity === 'error');
  if (hasError || !valid || (decoded && !built?.environment)) return { ok: false, diagnostics: sorted };
  const { config } = valid;
  const environment = built?.environment;
  const sources = { ...valid.sources, batch: decoded?.values?.query?.source ?? valid.sources.batch };
  const origins = collectOrigins({
    config,
    root,
    sources: valid.sources,
    environment: decoded && environment ? { files: decoded, value: environment } : undefined,
  });
  return { ok: true, config, ...(environment ? { environment } : {}), origins, sources, warnings: sorted };
}

/** config.yml, with the environment, the options and the variables laid over it in this order. */
function mergedTree(
  root: MapNode,
  decoded: DecodedEnvironment | undefined,
  { region, env = {} }: Pick<LoadOptions, 'region' | 'env'>,
): MapNode {
  const merged = decoded ? overlay(root, decoded.roots.environment) : root;
  return applyVariables(
    withOutsideValue(merged, { path: ['aws', 'region'], value: region, from: 'option --region' }),
    env,
  );
}

/** A value that is in environment.yml is named by its key there: `region`, not `aws.region`. */
function withOwnKey(diagnostic: Diagnostic, decoded: DecodedEnvironment | undefined): Diagnostic {
  const root = decoded?.roots.environment;
  if (root === undefined || diagnostic.path === '' || diagnostic.file !== root.span.source.name) return diagnostic;
  return { ...diagnostic, path: keyOfOverlay(root, diagnostic.path) };
}

/** `region` of environment.yml is checked there and again as aws.region. A mistake in it is reported once. */
function withoutRepeats(diagnostics: readonly Diagnostic[], decoded: DecodedEnvironment | undefined): Diagnostic[] {
  const key = ({ file, line, column, message }: Diagnostic) => JSON.stringify([file, line, column, message]);
  const reported = new Set(decoded?.diagnostics.map(key));
  return diagnostics.filter((diagnostic) => !reported.has(key(diagnostic)));
}
