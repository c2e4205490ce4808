import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { Callers } from './callers.ts';
import type { Context, Part } from './context.ts';
import { jobsPart } from './jobs/index.ts';
import { startModelServer } from './jobs/model-server.ts';
import { Slots } from './jobs/slots.ts';
import type { StartModelServer } from './model-hosting.ts';
import { pipelinesPart } from './pipelines/index.ts';
import { RegionalServices } from './regional-services.ts';
import { RequestHandler } from './request-handler.ts';
import { writeSdkConfig } from './sdk-config.ts';
import { loadServiceModel } from './service-model.ts';

export interface SageMakerServerOptions {
  /** Folder of this server: state/, logs/, jobs/, endpoints/. It is created when it does not exist. */
  readonly dir: string;
  /** Default 0: a free port. */
  readonly port?: number;
  /** Default: AWS_REGION of the environment, else us-east-1. */
  readonly region?: string;
  /** Twelve digits; default 123456789012, which is moto's. */
  readonly account?: string;
  /** Makes the parts besides resources and endpoints, for each account and region; default: jobs and pipelines. */
  readonly parts?: () => readonly Part[];
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
  /** Limits of an account by the names that AWS gives them, such as `ml.m5.large for endpoint usage`. Default: no limits. */
  readonly quotas?: Readonly<Record<string, number>>;
  /** `enforced`: a role must exist and trust SageMaker. Default: a role is taken as it is. */
  readonly roles?: 'enforced';
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
 * header, as the service demands. The signature is not verified: every process that reaches the port may call. The access key
 * and the region of the header say where the request works: each account and region has resources, jobs and endpoints of its
 * own.
 */
export async function createSageMakerServer(options: SageMakerServerOptions): Promise<SageMakerServer> {
  const settings = readSettings(options);
  const { dir, region, account, credentials, environment, log } = settings;
  mkdirSync(dir, { recursive: true });
  const sdkConfig = writeSdkConfig(dir, { region, account });
  const server = createServer({ keepAliveTimeout: 65_000 });
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(options.port ?? 0, '127.0.0.1', done);
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const shutdown = new AbortController();
  const slots = new Slots();
  const services = new RegionalServices(
    { account, region },
    { dir, credentials, callers: new Callers(environment.AWS_ENDPOINT_URL_STS, { account, region }) },
    {
      model: loadServiceModel(),
      parts: options.parts ?? (() => [jobsPart(slots), pipelinesPart]),
      startModelServer: options.startModelServer ?? startModelServer,
      environment,
      strictOutputs: options.strictOutputs ?? false,
      allow: options.allow ?? [],
      quotas: options.quotas ?? {},
      checksRoles: options.roles === 'enforced',
      url,
      signal: shutdown.signal,
      log,
    },
  );
  const { context } = await services.resume();
  const autoScaling = environment.AWS_ENDPOINT_URL_APPLICATION_AUTO_SCALING ?? environment.AWS_ENDPOINT_URL;
  const handler = new RequestHandler({ services, region, account, url, autoScaling, log });
  server.on('request', (request, response) => void handler.handle(request, response));
  log(`SageMaker listens on ${url} (${region}, account ${account}), state in ${dir}`);

  let closing: Promise<void> | undefined;
  return {
    url,
    port,
    context,
    sdkConfig,
    close() {
      closing ??= closeAll(server, services, shutdown);
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

async function closeAll(server: Server, services: RegionalServices, shutdown: AbortController): Promise<void> {
  shutdown.abort();
  const closed = new Promise<void>((done) => server.close(() => done()));
  server.closeIdleConnections();
  await services.close();
  const timer = setTimeout(() => server.closeAllConnections(), CLOSE_TIMEOUT_MS);
  await closed;
  clearTimeout(timer);
}
