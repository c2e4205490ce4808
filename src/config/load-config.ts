import { give, overlay, readYaml } from './config-tree.ts';
import { type Diagnostic, sortDiagnostics } from './diagnostic.ts';
import type { Environment } from './environment-schema.ts';
import { judgeConfig } from './judge-config.ts';
import { buildEnvironment, readEnvironment } from './judge-environment.ts';
import { collectOrigins, type Origin } from './origins.ts';
import type { Config } from './schema.ts';
import { giveVariables, type Variables } from './variables.ts';

export interface LoadOptions {
  /** Path of config.yml. */
  file: string;
  /** Name of a folder in `environments/` beside it. */
  environment?: string;
  /** The account that `{account_id}` stands for; without it that of environment.yml. */
  account?: string;
  /** Wins over the region of the files. */
  region?: string;
  /** Folder of this package, whose sagemaker-code is used where the configuration has none of its own. */
  packageRoot?: string;
  env?: Variables;
}

export type LoadedConfig =
  | {
      ok: true;
      config: Config;
      /** Only when `environment` was asked for. */
      environment?: Environment;
      /** Dotted path of each value → where it comes from; those of the environment start with `environment.`. */
      origins: Map<string, Origin>;
      warnings: Diagnostic[];
    }
  | { ok: false; diagnostics: Diagnostic[] };

/**
 * Reads config.yml, and with `environment` the folder of that name beside it. Never throws for what is in the files:
 * either everything is right, or every mistake is in `diagnostics` (warnings too), in the order of the files.
 */
export function loadConfig(options: LoadOptions): LoadedConfig {
  const file = readYaml(options.file);
  const files = options.environment === undefined ? undefined : readEnvironment(options.file, options.environment);
  const diagnostics = [...file.diagnostics, ...(files?.diagnostics ?? [])];
  if (!file.root) return { ok: false, diagnostics: sortDiagnostics(diagnostics) };
  let root = files ? overlay(file.root, files.roots.environment) : file.root;
  root = give(root, ['aws', 'region'], 'option region', options.region);
  root = giveVariables(root, options.env ?? {});
  const account = options.account ?? files?.values?.environment.account;
  const judged = judgeConfig(root, { configFile: options.file, account, packageRoot: options.packageRoot });
  diagnostics.push(...judged.diagnostics);
  const built = files && judged.config ? buildEnvironment(files, judged.config) : undefined;
  diagnostics.push(...(built?.diagnostics ?? []));
  const sorted = sortDiagnostics(diagnostics);
  const failed = sorted.some(({ severity }) => severity === 'error');
  if (failed || !judged.config || (files && !built?.environment)) return { ok: false, diagnostics: sorted };
  const origins = collectOrigins(judged.config, root, files, built?.environment);
  return {
    ok: true,
    config: judged.config,
    ...(built?.environment ? { environment: built.environment } : {}),
    origins,
    warnings: sorted,
  };
}
