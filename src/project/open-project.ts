import { dirname, relative, resolve } from 'node:path';
import {
  ConfigFiles,
  checkoutRoot,
  formatDiagnostics,
  loadConfig,
  partitionOf,
  resolveAccount,
} from '../config/index.ts';
import type { DesiredPipeline, SourcePackage } from '../desired/index.ts';
import { Failure } from '../failure.ts';
import type { Aws, Ports } from '../ports/index.ts';
import type { EnvironmentState } from './environment-state.ts';
import { projectFolder } from './owner.ts';
import { type LoadedEnvironment, ProjectReading } from './project-reading.ts';
import { realConfigFile } from './real-config-file.ts';
import { refuseOtherEnvironment, refuseWrongTarget } from './run-target.ts';
import { unknownEnvironment } from './unknown-environment.ts';

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

/** One environment of a project, with the account that it is applied in. The files are read once, when it is opened. */
export interface Project extends EnvironmentState {
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  partition: string;
  aws: Aws;
}

/**
 * Reads config.yml and, when one is named, the folder of an environment. Warnings go to the log with their place.
 * @throws Failure `config_invalid` that lists every mistake; `usage` for an environment that the project does not have, and for
 * an account or a region that cannot be one; `not_allowed` when the environment names another account
 */
export function loadProject(input: ProjectInput, log?: Ports['log']): LoadedEnvironment {
  refuseWrongTarget(input);
  realConfigFile(input.configFile);
  refuseUnknownEnvironment(input);
  const loaded = loadConfig({
    file: input.configFile,
    env: process.env,
    ...(input.environment === undefined ? {} : { environment: input.environment }),
    ...(input.account === undefined ? {} : { account: input.account }),
    ...(input.region === undefined ? {} : { region: input.region }),
    ...(input.packageRoot === undefined ? {} : { packageRoot: input.packageRoot }),
  });
  if (!loaded.ok) {
    throw new Failure('config_invalid', formatDiagnostics(loaded.diagnostics), {
      facts: { diagnostics: loaded.diagnostics },
    });
  }
  for (const { message, way_out, file, line, column } of loaded.warnings) {
    log?.warn(
      way_out === undefined ? message : `${message} (${way_out})`,
      line === 0 ? { file } : { file, line, column },
    );
  }
  const { config, environment = null, origins, sources } = loaded;
  refuseOtherEnvironment(input.account, [environment]);
  return { config, environment, origins, sources };
}

function refuseUnknownEnvironment({ configFile, environment }: ProjectInput): void {
  if (environment === undefined) return;
  const files = new ConfigFiles(configFile);
  const names = files.environmentNames();
  // The folder can be a link that is not read: its diagnostic says so.
  if (names.includes(environment) || files.environmentsProblems().length > 0) return;
  throw unknownEnvironment(environment, names);
}

/**
 * Reads the configuration and asks AWS whose credentials these are.
 * @throws Failure `config_invalid` that lists every mistake; `not_allowed` when the credentials belong to another account than
 * the environment or the caller names: a production folder is never applied with the credentials of another account
 */
export async function openProject(input: ProjectInput, ports: Ports): Promise<Project> {
  const loaded = loadProject(input, ports.log);
  const region = loaded.environment?.region ?? loaded.config.aws.region;
  const aws = ports.aws(region);
  const caller = await aws.identity.caller();
  refuseOtherAccount(caller, input, loaded);
  const state = stateIn(caller.account, loaded, input);
  return { ...state, aws, partition: caller.arn.split(':')[1] ?? partitionOf(region) };
}

function refuseOtherAccount(
  caller: { account: string; arn: string },
  input: ProjectInput,
  { environment }: LoadedEnvironment,
): void {
  const named: Array<[string, string | undefined]> = [
    ['--account', input.account],
    [`environments/${input.environment}/environment.yml`, environment?.account],
  ];
  for (const [where, account] of named) {
    if (account === undefined || account === caller.account) continue;
    throw new Failure(
      'not_allowed',
      `These credentials belong to account ${caller.account}, but ${where} says ${account}`,
      {
        way_out: `Take credentials of account ${account}, or correct ${where}.`,
        facts: { account: caller.account, expected: account, caller: caller.arn },
      },
    );
  }
}

/** The state of one environment in an account, with the files that were loaded already. */
export function stateIn(account: string, loaded: LoadedEnvironment, input: ProjectInput): EnvironmentState {
  const file = resolve(input.configFile);
  const root = checkoutRoot(dirname(file));
  const reading = new ProjectReading({ root, file, folder: projectFolder(input.configFile) });
  return reading.state({ ...loaded, account, config: resolveAccount(loaded.config, account) });
}

/**
 * The training pipeline that the files describe.
 * @throws Failure `config_invalid` or `definition_invalid` when they describe none
 */
export function trainingPipelineOf(state: EnvironmentState): DesiredPipeline {
  return state.training ?? fail(state);
}

/**
 * The batch pipeline that the files describe.
 * @throws Failure `config_invalid` or `definition_invalid` when they describe none
 */
export function batchPipelineOf(state: EnvironmentState): DesiredPipeline {
  return state.batch ?? fail(state);
}

/**
 * The container scripts, packed.
 * @throws Failure `config_invalid` when they cannot be packed
 */
export function sourceOf(state: EnvironmentState): SourcePackage {
  return state.source ?? fail(state);
}

function fail({ failures }: EnvironmentState): never {
  throw failures[0] ?? new Failure('config_invalid', 'The files describe no pipeline');
}

/** Path of config.yml below the root of its repository, `/` between folders. */
export function configPathIn(root: string, configFile: string): string {
  return relative(root, configFile).replaceAll('\\', '/');
}
