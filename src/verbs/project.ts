import { dirname, isAbsolute, resolve } from 'node:path';
import {
  type Config,
  type Environment,
  formatDiagnostics,
  type LoadOptions,
  loadConfig,
  type Origin,
} from '../config/index.ts';
import { Failure } from '../failure.ts';
import type { Aws, Ports } from '../ports/index.ts';

/** What every verb that reads the configuration is told. */
export interface ProjectInput {
  /** Path of config.yml. */
  configFile: string;
  /** Name of a folder of environments/. */
  environment?: string;
  /** The account that this must run in (12 digits); the environment's own says the same or the run is refused. */
  account?: string;
  region?: string;
  /** Folder of this package, for the container scripts that it ships. */
  packageRoot?: string;
}

/** A configuration that was read, before any account is known. */
export interface LoadedProject {
  config: Config;
  environment: Environment | undefined;
  origins: Map<string, Origin>;
}

/** A configuration with the account that it is applied in. */
export interface Project extends LoadedProject {
  account: string;
  region: string;
  /** `aws`, `aws-cn`, `aws-us-gov`: from the caller's ARN. */
  partition: string;
  aws: Aws;
  /** Folder of the container scripts, absolute. */
  sourceDir: string;
}

/** Reads the configuration; every mistake at once in one `config_invalid`. Warnings go to the log with their place. */
export function loadProject(input: ProjectInput, log?: Ports['log']): LoadedProject {
  const options: LoadOptions = {
    file: input.configFile,
    env: process.env,
    ...(input.environment === undefined ? {} : { environment: input.environment }),
    ...(input.account === undefined ? {} : { account: input.account }),
    ...(input.region === undefined ? {} : { region: input.region }),
    ...(input.packageRoot === undefined ? {} : { packageRoot: input.packageRoot }),
  };
  const loaded = loadConfig(options);
  if (!loaded.ok) {
    throw new Failure('config_invalid', formatDiagnostics(loaded.diagnostics), {
      facts: { diagnostics: loaded.diagnostics },
    });
  }
  for (const { message, hint, file, line, column } of loaded.warnings) {
    log?.warn(hint === undefined ? message : `${message} (${hint})`, { file, line, column });
  }
  return { config: loaded.config, environment: loaded.environment, origins: loaded.origins };
}

/**
 * Reads the configuration and asks AWS whose credentials these are. Refuses (`not_allowed`) when that is another account
 * than the environment or the caller names: a production folder is never applied with the credentials of another account.
 */
export async function openProject(input: ProjectInput, ports: Ports): Promise<Project> {
  const first = loadProject(input);
  const region = first.environment?.region ?? first.config.aws.region;
  const aws = ports.aws(region);
  const caller = await aws.identity.caller();
  const named: Array<[string, string | undefined]> = [
    ['--account', input.account],
    [`environments/${input.environment}/environment.yml`, first.environment?.account],
  ];
  for (const [where, account] of named) {
    if (account !== undefined && account !== caller.account) {
      throw new Failure(
        'not_allowed',
        `These credentials belong to account ${caller.account}, but ${where} says ${account}`,
        {
          wayOut: `Take credentials of account ${account}, or correct ${where}.`,
          facts: { account: caller.account, expected: account, caller: caller.arn },
        },
      );
    }
  }
  const loaded = loadProject({ ...input, account: caller.account }, ports.log);
  const partition = caller.arn.split(':')[1] ?? 'aws';
  return {
    ...loaded,
    account: caller.account,
    region,
    partition,
    aws,
    sourceDir: sourceDir(loaded.config, input.configFile),
  };
}

/** `scripts.source_dir`, which is relative to the file that names it. */
export function sourceDir(config: Config, configFile: string): string {
  const dir = config.scripts.source_dir;
  return isAbsolute(dir) ? dir : resolve(dirname(configFile), dir);
}
