import { randomUUID } from 'node:crypto';
import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Context } from '../context.ts';
import { readBody } from '../protocol.ts';
import type { EndpointRuntime, Target } from './endpoint-runtime.ts';

/** SageMaker's limits of a real-time call. */
const LARGEST_BODY = 6_291_456;
const TIMEOUT_MS = 60_000;
const SERVING = ['InService', 'Updating', 'RollingBack', 'SystemUpdating', 'UpdateRollbackFailed'];
/** Request headers that reach the container. */
const PASSED = [
  'content-type',
  'accept',
  'x-amzn-sagemaker-custom-attributes',
  'x-amzn-sagemaker-target-model',
  'x-amzn-sagemaker-inference-id',
];
const CUSTOM_ATTRIBUTES = 'x-amzn-sagemaker-custom-attributes';

class RuntimeError extends Error {
  readonly code: string;
  readonly status: number;
  readonly more: Record<string, unknown>;
  constructor(code: string, status: number, message: string, more: Record<string, unknown> = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.more = more;
  }
}

interface ModelAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** The endpoint that a path of the runtime API calls, or undefined. */
export function invokedEndpoint(method: string | undefined, path: string): string | undefined {
  const match = /^\/endpoints\/([^/]+)\/invocations$/.exec(path);
  return method === 'POST' && match?.[1] !== undefined ? decodeURIComponent(match[1]) : undefined;
}

/** InvokeEndpoint of sagemaker-runtime: REST, the body as it is. */
export async function invokeEndpoint(
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
  context: Context,
  runtime: EndpointRuntime,
): Promise<void> {
  try {
    const body = await readBody(request, LARGEST_BODY);
    if (!request.headers.authorization) {
      throw new RuntimeError('MissingAuthenticationTokenException', 403, 'Missing Authentication Token');
    }
    if (body === undefined) {
      throw new RuntimeError('ValidationError', 413, `Request body is larger than the limit of ${LARGEST_BODY} bytes.`);
    }
    const target = await findTarget(name, header(request, 'x-amzn-sagemaker-target-variant'), context, runtime);
    const answer = await callModel(target, request, body, name, context);
    if (answer.status < 200 || answer.status > 299) throw modelError(answer, target, name, context);
    const attributes = answer.headers[CUSTOM_ATTRIBUTES];
    response.writeHead(200, {
      'Content-Type': answer.headers['content-type'] ?? 'application/octet-stream',
      'Content-Length': answer.body.length,
      'x-Amzn-Invoked-Production-Variant': target.variant,
      'x-amzn-RequestId': randomUUID(),
      ...(attributes === undefined ? {} : { 'X-Amzn-SageMaker-Custom-Attributes': attributes }),
    });
    response.end(answer.body);
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error;
    sendRuntimeError(response, error.code, error.status, error.message, error.more);
  }
}

/** An error of the REST JSON protocol: its name is in a header. */
export function sendRuntimeError(
  response: ServerResponse,
  code: string,
  status: number,
  message: string,
  more: Record<string, unknown> = {},
): void {
  const body = JSON.stringify({ Message: message, ...more });
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    'x-amzn-ErrorType': code,
    'x-amzn-RequestId': randomUUID(),
  });
  response.end(body);
}

async function findTarget(
  name: string,
  variant: string | undefined,
  context: Context,
  runtime: EndpointRuntime,
): Promise<Target> {
  // The name's case must match here, unlike in the control plane.
  const record = context.store.get('endpoint', name);
  if (!record) {
    throw new RuntimeError('ValidationError', 400, `Endpoint ${name} of account ${context.account} not found.`);
  }
  if (!SERVING.includes(record.EndpointStatus)) {
    throw new RuntimeError(
      'ValidationError',
      400,
      `Endpoint ${name} of account ${context.account} is not in service: its status is ${record.EndpointStatus}.`,
    );
  }
  const target = await runtime.route(name, variant, TIMEOUT_MS);
  if (target) return target;
  if (variant !== undefined) {
    throw new RuntimeError('ValidationError', 400, `Variant ${variant} not found for Endpoint ${name}.`);
  }
  throw new RuntimeError('ServiceUnavailable', 503, `Endpoint ${name} has no model server at the moment.`);
}

function callModel(
  target: Target,
  incoming: IncomingMessage,
  body: Buffer,
  name: string,
  context: Context,
): Promise<ModelAnswer> {
  const { server } = target;
  if (!server) throw unavailable(name);
  const headers: Record<string, string | number> = { 'content-length': body.length };
  for (const each of PASSED) {
    const value = header(incoming, each);
    if (value !== undefined) headers[each] = value;
  }
  return new Promise((done, failed) => {
    const call = httpRequest(
      { host: '127.0.0.1', port: server.port, method: 'POST', path: '/invocations', headers, timeout: TIMEOUT_MS },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () =>
          done({ status: answer.statusCode ?? 500, headers: answer.headers, body: Buffer.concat(chunks) }),
        );
        answer.on('error', () => failed(unavailable(name)));
      },
    );
    // The socket's own time-out only sees silence; the service bounds the whole call.
    const timer = setTimeout(() => {
      call.destroy();
      failed(timedOut(target, name, context));
    }, TIMEOUT_MS);
    call.on('close', () => clearTimeout(timer));
    call.on('error', () => failed(unavailable(name)));
    call.end(body);
  });
}

function unavailable(name: string): RuntimeError {
  return new RuntimeError(
    'ServiceUnavailable',
    503,
    `The model server of endpoint ${name} does not answer; it is started again.`,
  );
}

function modelError(answer: ModelAnswer, target: Target, name: string, context: Context): RuntimeError {
  const original = answer.body.toString('utf8');
  const side = answer.status < 500 ? 'client' : 'server';
  return new RuntimeError(
    'ModelError',
    424,
    `Received ${side} error (${answer.status}) from primary with message "${original.slice(0, 2048)}". See the log group /aws/sagemaker/Endpoints/${name} in account ${context.account} for more information.`,
    {
      OriginalStatusCode: answer.status,
      OriginalMessage: original.slice(0, 2048),
      LogStreamArn: logStream(target, name, context),
    },
  );
}

function timedOut(target: Target, name: string, context: Context): RuntimeError {
  const original = 'Your invocation timed out while waiting for a response from container primary.';
  return new RuntimeError('ModelError', 424, `Received server error (0) from primary with message "${original}"`, {
    OriginalStatusCode: 0,
    OriginalMessage: original,
    LogStreamArn: logStream(target, name, context),
  });
}

function logStream(target: Target, name: string, context: Context): string {
  return `arn:aws:logs:${context.region}:${context.account}:log-group:/aws/sagemaker/Endpoints/${name}:log-stream:${target.logStream}`;
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
