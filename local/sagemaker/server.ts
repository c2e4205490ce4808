import { mkdirSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Context, type Part, ServiceError, type Shape } from './context.ts';
import { createFaults, type Fault } from './faults.ts';
import { jobsPart } from './jobs/index.ts';
import { startModelServer } from './jobs/model-server.ts';
import { createLogSink } from './log-sink.ts';
import { createObjectFiles } from './object-files.ts';
import { pipelinesPart } from './pipelines/index.ts';
import { readBody, sendError, sendJson } from './protocol.ts';
import { resourceOperations } from './resources/index.ts';
import { createAlarms } from './runtime/alarms.ts';
import type { StartModelServer } from './runtime/fleet.ts';
import { createEndpointsPart } from './runtime/index.ts';
import { invokedEndpoint, sendRuntimeError } from './runtime/invoke.ts';
import { writeSdkConfig } from './sdk-config.ts';
import { createService } from './service.ts';
import { loadServiceModel } from './service-model.ts';
import { openStore } from './store.ts';

export interface SageMakerServerOptions {
  /** Folder of this server: state/, logs/, jobs/, endpoints/. Made when absent. */
  readonly dir: string;
  /** 0 or absent: a free one. */
  readonly port?: number;
  /** Default: AWS_REGION of the environment, else us-east-1. */
  readonly region?: string;
  /** Twelve digits; default 123456789012, which is moto's. */
  readonly account?: string;
  /** Parts beside the resources; default: jobs and pipelines. */
  readonly parts?: readonly Part[];
  /** How an endpoint's model server is started; default: as the jobs part does it. */
  readonly startModelServer?: StartModelServer;
  /** Where S3, logs and CloudWatch are (AWS_ENDPOINT_URL_S3 …), and what containers get; default: this process's. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Refuse to send what AWS could not have sent. For tests. */
  readonly strictOutputs?: boolean;
  readonly log?: (text: string) => void;
}

export interface SageMakerServer {
  readonly url: string;
  readonly port: number;
  readonly context: Context;
  /** Configuration for the SageMaker Python SDK, for SAGEMAKER_USER_CONFIG_OVERRIDE. */
  readonly sdkConfig: string;
  /** Ends requests, jobs and model servers. */
  close(): Promise<void>;
}

const TARGET_PREFIX = 'SageMaker.';
const CONTENT_TYPE = 'application/x-amz-json-1.1';
/** A pipeline definition may have 1 MiB, escaped once more inside the request. */
const LARGEST_REQUEST = 4 * 1024 * 1024;

/**
 * SageMaker's control plane and runtime on 127.0.0.1, one port for both. A request must carry an Authorization header as the
 * service demands, but the signature is not verified: whoever reaches the port may call.
 */
export async function createSageMakerServer(options: SageMakerServerOptions): Promise<SageMakerServer> {
  const environment = options.environment ?? process.env;
  const log = options.log ?? (() => undefined);
  const dir = resolve(options.dir);
  mkdirSync(dir, { recursive: true });
  const region = options.region ?? environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION ?? 'us-east-1';
  const account = options.account ?? '123456789012';
  const credentials = {
    accessKeyId: environment.AWS_ACCESS_KEY_ID ?? 'test',
    secretAccessKey: environment.AWS_SECRET_ACCESS_KEY ?? 'test',
  };
  const endpoint = (service: string) => environment[`AWS_ENDPOINT_URL_${service}`] ?? environment.AWS_ENDPOINT_URL;

  const sdkConfig = writeSdkConfig(dir, { region, account });
  const store = openStore(dir);
  for (const { file, movedTo, reason } of store.damaged) log(`${file} is damaged (${reason}); moved to ${movedTo}`);
  const endpoints = createEndpointsPart(
    options.startModelServer ?? startModelServer,
    createAlarms({ region, credentials, endpoint: endpoint('CLOUDWATCH') }),
  );
  const service = createService({
    model: loadServiceModel(),
    parts: [{ operations: resourceOperations }, endpoints, ...(options.parts ?? [jobsPart(), pipelinesPart])],
    strictOutputs: options.strictOutputs ?? false,
    log,
  });
  const faults = createFaults();
  const ending = new AbortController();

  const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      log(`${request.method} ${request.url}: ${error instanceof Error ? error.stack : error}`);
      if (!response.headersSent) sendError(response, new ServiceError('InternalFailure', 'Internal failure', 500));
    });
  });
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(options.port ?? 0, '127.0.0.1', done);
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;

  const context: Context = {
    region,
    account,
    dir,
    store,
    files: createObjectFiles({ region, credentials, endpoint: endpoint('S3') }),
    logs: createLogSink({ dir, region, credentials, endpoint: endpoint('CLOUDWATCH_LOGS'), warn: log }),
    containerEnvironment: containerEnvironment(environment, { url, region, ...credentials }),
    call: async (operation, input) => (await service.call(operation, input, context)) ?? {},
    signal: ending.signal,
    now: () => Date.now() / 1000,
    arn: (resource) => `arn:aws:sagemaker:${region}:${account}:${resource}`,
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', url).pathname;
    if (path === '/health') return sendJson(response, 200, { status: 'ok', region, account });
    if (path === '/_local/faults') return answerFaults(request, response);
    const invoked = invokedEndpoint(request.method, path);
    if (invoked !== undefined) return answerInvoke(invoked, request, response);
    if (request.method !== 'POST' || path !== '/') {
      return sendError(
        response,
        new ServiceError('UnknownOperationException', `There is no ${request.method} ${path}`, 404),
      );
    }
    const body = await readBody(request, LARGEST_REQUEST);
    if (body === undefined) {
      return sendError(
        response,
        new ServiceError('RequestEntityTooLargeException', `The request is larger than ${LARGEST_REQUEST} bytes`, 413),
      );
    }
    const target = String(request.headers['x-amz-target'] ?? '');
    const operation = target.startsWith(TARGET_PREFIX) ? target.slice(TARGET_PREFIX.length) : '';
    try {
      if (operation === '' || !String(request.headers['content-type'] ?? '').startsWith(CONTENT_TYPE)) {
        throw new ServiceError(
          'UnknownOperationException',
          `Send ${CONTENT_TYPE} with X-Amz-Target: ${TARGET_PREFIX}<Operation>`,
          404,
        );
      }
      if (!request.headers.authorization) {
        throw new ServiceError('MissingAuthenticationTokenException', 'Missing Authentication Token');
      }
      const fault = await meet(operation);
      const output = await service.call(operation, parse(body), context);
      if (fault?.drop) return void request.socket.destroy();
      sendJson(response, 200, output, CONTENT_TYPE);
    } catch (error) {
      if (error instanceof ServiceError) return sendError(response, error);
      log(`${operation}: ${error instanceof Error ? error.stack : error}`);
      sendError(response, new ServiceError('InternalFailure', 'An internal failure occurred.', 500));
    }
  }

  async function answerInvoke(name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const fault = await meet('InvokeEndpoint');
      if (fault?.drop) return void request.socket.destroy();
    } catch (error) {
      const { code, status, message } = error as ServiceError;
      return sendRuntimeError(response, code, status, message);
    }
    await endpoints.invoke(name, request, response, context);
  }

  async function meet(operation: string): Promise<Fault | undefined> {
    const fault = faults.take(operation);
    if (fault?.delay_ms) await wait(fault.delay_ms);
    if (fault?.error === undefined) return fault;
    const ours = /^(InternalFailure|InternalServer|ServiceUnavailable)/.test(fault.error);
    throw new ServiceError(
      fault.error,
      fault.message ?? 'Planned by /_local/faults',
      fault.status ?? (ours ? 500 : 400),
    );
  }

  async function answerFaults(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'DELETE') faults.clear();
    if (request.method === 'POST') {
      try {
        faults.plan(parse((await readBody(request, LARGEST_REQUEST)) ?? Buffer.from('')));
      } catch (error) {
        return sendJson(response, 400, { message: (error as Error).message });
      }
    }
    sendJson(response, 200, faults.left());
  }

  for (const part of service.parts) await part.resume?.(context);
  log(`SageMaker listens on ${url} (${region}, account ${account}), state in ${dir}`);

  let closing: Promise<void> | undefined;
  return {
    url,
    port,
    context,
    sdkConfig,
    close() {
      closing ??= (async () => {
        ending.abort();
        const closed = new Promise<void>((done) => server.close(() => done()));
        server.closeIdleConnections();
        await Promise.all(service.parts.map((part) => part.close?.()));
        const forced = setTimeout(() => server.closeAllConnections(), 3000);
        await closed;
        clearTimeout(forced);
      })();
      return closing;
    },
  };
}

function parse(body: Buffer): Shape {
  try {
    const value: unknown = JSON.parse(body.length === 0 ? '{}' : body.toString('utf8'));
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Said below, as for JSON that is no object.
  }
  throw new ServiceError('SerializationException', 'The request body is not a JSON object');
}

/** What a container process gets, so that an AWS client in a script reaches this machine and nothing else. */
function containerEnvironment(
  environment: NodeJS.ProcessEnv,
  own: { url: string; region: string; accessKeyId: string; secretAccessKey: string },
): Record<string, string> {
  const endpoints = Object.entries(environment).filter(([name]) => /^AWS_ENDPOINT_URL(_|$)/.test(name));
  return {
    ...(Object.fromEntries(endpoints) as Record<string, string>),
    AWS_ENDPOINT_URL_SAGEMAKER: own.url,
    AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: own.url,
    AWS_ACCESS_KEY_ID: own.accessKeyId,
    AWS_SECRET_ACCESS_KEY: own.secretAccessKey,
    AWS_REGION: own.region,
    AWS_DEFAULT_REGION: own.region,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}
