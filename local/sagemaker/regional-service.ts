import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { partitionOf } from '../../src/config/partition.ts';
import { MotoReader } from './aws-reader.ts';
import type { Caller, Credentials } from './callers.ts';
import type { Context, Part } from './context.ts';
import { JobLogs } from './log-sink.ts';
import type { StartModelServer } from './model-hosting.ts';
import { S3ObjectFiles } from './object-files.ts';
import { resourceOperations } from './resources/index.ts';
import { CloudWatchAlarms } from './runtime/alarms.ts';
import { EndpointsPart } from './runtime/index.ts';
import { Service } from './service.ts';
import type { ServiceModel } from './service-model.ts';
import { openStore } from './store.ts';

/** What the services of all accounts and regions have in common. */
export interface RegionalServiceSettings {
  readonly model: ServiceModel;
  /** Makes the parts besides resources and endpoints. */
  readonly parts: () => readonly Part[];
  readonly startModelServer: StartModelServer;
  /** Names S3, logs and CloudWatch (AWS_ENDPOINT_URL_S3 …). */
  readonly environment: NodeJS.ProcessEnv;
  readonly strictOutputs: boolean;
  readonly allow: readonly string[];
  readonly quotas: Readonly<Record<string, number>>;
  readonly checksRoles: boolean;
  /** Address of this server. */
  readonly url: string;
  readonly signal: AbortSignal;
  readonly log: (text: string) => void;
}

/** SageMaker in one account and region, with resources, jobs and endpoints of its own. */
export interface RegionalService {
  readonly context: Context;
  readonly service: Service;
  readonly endpoints: EndpointsPart;
}

/**
 * Makes the service of one account and region, and resumes what was in progress when it ended.
 * @param dir folder of its state, logs, jobs and endpoints
 * @param credentials keys of the account, for S3, logs and the containers
 */
export async function startRegionalService(
  { account, region }: Caller,
  { dir, credentials }: { dir: string; credentials: Credentials },
  settings: RegionalServiceSettings,
): Promise<RegionalService> {
  const { environment, url, log } = settings;
  const endpointOf = (name: string) => environment[`AWS_ENDPOINT_URL_${name}`] ?? environment.AWS_ENDPOINT_URL;
  mkdirSync(dir, { recursive: true });
  const store = openStore(dir);
  for (const { file, movedTo, reason } of store.damaged) log(`${file} is damaged (${reason}); moved to ${movedTo}`);
  const alarms = new CloudWatchAlarms({ region, credentials, endpoint: endpointOf('CLOUDWATCH') });
  const endpoints = new EndpointsPart(settings.startModelServer, alarms);
  const service = new Service({
    model: settings.model,
    parts: [{ operations: resourceOperations }, endpoints, ...settings.parts()],
    strictOutputs: settings.strictOutputs,
    log,
  });
  const context: Context = {
    region,
    account,
    dir,
    store,
    files: new S3ObjectFiles({ region, credentials, endpoint: endpointOf('S3') }),
    logs: new JobLogs({ dir, region, credentials, endpoint: endpointOf('CLOUDWATCH_LOGS'), warn: log }),
    containerEnvironment: containerEnvironment({ environment, region, credentials, url }),
    call: async (operation, input) => (await service.call(operation, input, context)) ?? {},
    signal: settings.signal,
    now: () => Date.now() / 1000,
    allowed: new Set(settings.allow),
    aws: new MotoReader({ region, credentials, alarms, endpointOf }),
    quotas: settings.quotas,
    checksRoles: settings.checksRoles,
    arn: (resource) => `arn:${partitionOf(region)}:sagemaker:${region}:${account}:${resource}`,
  };
  for (const part of service.parts) await part.resume?.(context);
  return { context, service, endpoints };
}

/** Gives the environment of container processes: an AWS client in a script reaches this machine and nothing else. */
function containerEnvironment(options: {
  environment: NodeJS.ProcessEnv;
  region: string;
  credentials: Credentials;
  url: string;
}): Record<string, string> {
  const { environment, region, credentials, url } = options;
  const endpoints = Object.entries(environment).filter(([name]) => /^AWS_ENDPOINT_URL(_|$)/.test(name));
  return {
    ...(Object.fromEntries(endpoints) as Record<string, string>),
    AWS_ENDPOINT_URL_SAGEMAKER: url,
    AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: url,
    AWS_ENDPOINT_URL_APPLICATION_AUTO_SCALING: url,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...(credentials.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: credentials.sessionToken }),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** Folder of the accounts and regions besides that of the server itself. */
const OTHERS = 'accounts';

/** Folder of an account and region below the folder of the server. */
export const folderOf = (dir: string, { account, region }: Caller): string => join(dir, OTHERS, account, region);

/** The accounts and regions that have a folder already, besides that of the server itself. */
export function knownCallers(dir: string): Caller[] {
  const foldersIn = (folder: string) =>
    existsSync(folder)
      ? readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
      : [];
  return foldersIn(join(dir, OTHERS)).flatMap((account) =>
    foldersIn(join(dir, OTHERS, account)).map((region) => ({ account, region })),
  );
}
