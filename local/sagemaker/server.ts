import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import type { Context, Part } from './context.ts';
import { jobsPart } from './jobs/index.ts';
import { startModelServer } from './jobs/model-server.ts';
import { JobLogs } from './log-sink.ts';
import type { StartModelServer } from './model-hosting.ts';
import { S3ObjectFiles } from './object-files.ts';
import { pipelinesPart } from './pipelines/index.ts';
import { RequestHandler } from './request-handler.ts';
import { resourceOperations } from './resources/index.ts';
import { CloudWatchAlarms } from './runtime/alarms.ts';
import { EndpointsPart } from './runtime/index.ts';
import { writeSdkConfig } from './sdk-config.ts';
import { Service } from './service.ts';
import { loadServiceModel } from './service-model.ts';
import { openStore } from './store.ts';

export interface SageMakerServerOptions {
  /** Folder of this server: state/, logs/, jobs/, endpoints/. It is created when it does not exist. */
  readonly dir: string;
  /** Default 0: a free port. */
  readonly port?: number;
  /** Default: AWS_REGION of the environment, else us-east-1. */
  readonly region?: string;
  /** Twelve digits; default 123456789012, which is moto's. */
  readonly account?: string;
  /** The parts besides resources and endpoints; default: jobs and pipelines. */
  readonly parts?: readonly Part[];
  /** Starts an endpoint's model server; default: the one of the jobs part. */
  readonly startModelServer?: StartModelServer;
  /**
   * Names S3, logs and CloudWatch (AWS_ENDPOINT_URL_S3 …). Containers get these variables too. Default: the environment
   * of this process.
   */
  readonly environment?: NodeJS.ProcessEnv;
  /** Refuses to send output that AWS could not have sent. For tests. */
  readonly strictOutputs?: boolean;
  /** Names of rules that it does not enforce: it then plays the AWS of an earlier year. */
  readonly allow?: readonly string[];
  readonly log?: (text: string) => void;
}

export interface SageMakerServer {
  readonly url: string;
  readonly port: number;
  readonly context: Context;
  /** Path of the SageMaker Python SDK's configuration, for SAGEMAKER_USER_CONFIG_OVERRIDE. */
  readonly sdkConfig: string;
  /** Ends requests, jobs and model servers. */
  close(): Promise<void>;
}

/** How long open connections may last after the parts have closed. */
const CLOSE_TIMEOUT_MS = 3000;

/** The options with their defaults. */
interface Settings {
  readonly dir: string;
  readonly region: string;
  readonly account: string;
  readonly credentials: { accessKeyId: string; secretAccessKey: string };
  readonly environment: NodeJS.ProcessEnv;
  readonly log: (text: string) => void;
}

/**
 * Starts SageMaker's control plane and runtime on 127.0.0.1, both on one port. A request must have an Authorization
 * header, as the service demands. The signature is not verified: every process that reaches the port may call.
 */
export async function createSageMakerServer(options: SageMakerServerOptions): Promise<SageMakerServer> {
  const settings = readSettings(options);
  const { dir, region, account, credentials, log } = settings;
  mkdirSync(dir, { recursive: true });
  const sdkConfig = writeSdkConfig(dir, { region, account });
  const store = openStore(dir);
  for (const { file, movedTo, reason } of store.damaged) log(`${file} is damaged (${reason}); moved to ${movedTo}`);
  const endpoints = new EndpointsPart(
    options.startModelServer ?? startModelServer,
    new CloudWatchAlarms({ region, credentials, endpoint: endpointOf('CLOUDWATCH', settings) }),
  );
  const service = new Service({
    model: loadServiceModel(),
    parts: [{ operations: resourceOperations }, endpoints, ...(options.parts ?? [jobsPart(), pipelinesPart])],
    strictOutputs: options.strictOutputs ?? false,
    log,
  });

  const server = createServer({ keepAliveTimeout: 65_000 });
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(options.port ?? 0, '127.0.0.1', done);
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const shutdown = new AbortController();
  const context: Context = {
    region,
    account,
    dir,
    store,
    files: new S3ObjectFiles({ region, credentials, endpoint: endpointOf('S3', settings) }),
    logs: new JobLogs({ dir, region, credentials, endpoint: endpointOf('CLOUDWATCH_LOGS', settings), warn: log }),
    containerEnvironment: containerEnvironment(settings, url),
    call: async (operation, input) => (await service.call(operation, input, context)) ?? {},
    signal: shutdown.signal,
    now: () => Date.now() / 1000,
    allowed: new Set(options.allow ?? []),
    arn: (resource) => `arn:aws:sagemaker:${region}:${account}:${resource}`,
  };
  const handler = new RequestHandler({ service, endpoints, context, url, log });
  server.on('request', (request, response) => void handler.handle(request, response));

  for (const part of service.parts) await part.resume?.(context);
  log(`SageMaker listens on ${url} (${region}, account ${account}), state in ${dir}`);

  let closing: Promise<void> | undefined;
  return {
    url,
    port,
    context,
    sdkConfig,
    close() {
      closing ??= closeAll(server, service.parts, shutdown);
      return closing;
    },
  };
}

function readSettings(options: SageMakerServerOptions): Settings {
  const environment = options.environment ?? process.env;
  return {
    dir: resolve(options.dir),
    region: options.region ?? environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION ?? 'us-east-1',
    account: options.account ?? '123456789012',
    credentials: {
      accessKeyId: environment.AWS_ACCESS_KEY_ID ?? 'test',
      secretAccessKey: environment.AWS_SECRET_ACCESS_KEY ?? 'test',
    },
    environment,
    log: options.log ?? (() => undefined),
  };
}

/** Gives the endpoint of an AWS service from `AWS_ENDPOINT_URL_<SERVICE>` or `AWS_ENDPOINT_URL`. */
function endpointOf(service: string, { environment }: Settings): string | undefined {
  return environment[`AWS_ENDPOINT_URL_${service}`] ?? environment.AWS_ENDPOINT_URL;
}

/** Gives the environment of container processes: an AWS client in a script reaches this machine and nothing else. */
function containerEnvironment({ environment, region, credentials }: Settings, url: string): Record<string, string> {
  const endpoints = Object.entries(environment).filter(([name]) => /^AWS_ENDPOINT_URL(_|$)/.test(name));
  return {
    ...(Object.fromEntries(endpoints) as Record<string, string>),
    AWS_ENDPOINT_URL_SAGEMAKER: url,
    AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: url,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

async function closeAll(server: Server, parts: readonly Part[], shutdown: AbortController): Promise<void> {
  shutdown.abort();
  const closed = new Promise<void>((done) => server.close(() => done()));
  server.closeIdleConnections();
  await Promise.all(parts.map((part) => part.close?.()));
  const timer = setTimeout(() => server.closeAllConnections(), CLOSE_TIMEOUT_MS);
  await closed;
  clearTimeout(timer);
}
