import { randomUUID } from 'node:crypto';
import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { partitionOf } from '../../../src/config/partition.ts';
import type { Context } from '../context.ts';
import { readBody } from '../protocol.ts';
import type { CapturedCall } from './data-capture.ts';
import type { EndpointRuntime, Target } from './endpoint-runtime.ts';

/** SageMaker's limits of a real-time call. */
const MAX_BODY_BYTES = 6_291_456;
const TIMEOUT_MS = 60_000;
/** How much of a model's error message is repeated. */
const MAX_MESSAGE_LENGTH = 2048;
const SERVING_STATUSES = ['InService', 'Updating', 'RollingBack', 'SystemUpdating', 'UpdateRollbackFailed'];
const CUSTOM_ATTRIBUTES = 'x-amzn-sagemaker-custom-attributes';
/** Request headers that the container gets. */
const FORWARDED_HEADERS = [
  'content-type',
  'accept',
  CUSTOM_ATTRIBUTES,
  'x-amzn-sagemaker-target-model',
  'x-amzn-sagemaker-inference-id',
];

/** What an error of the runtime API tells the client. */
interface RuntimeFailure {
  readonly code: string;
  readonly status: number;
  readonly message: string;
  /** More members of the response's body. */
  readonly members?: Readonly<Record<string, unknown>>;
}

class RuntimeError extends Error implements RuntimeFailure {
  readonly code: string;
  readonly status: number;
  readonly members: Readonly<Record<string, unknown>>;
  constructor(code: string, status: number, message: string, members: Record<string, unknown> = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

/** One InvokeEndpoint request. */
export interface Invocation {
  /** The endpoint's name. */
  readonly name: string;
  readonly request: IncomingMessage;
  readonly context: Context;
  readonly runtime: EndpointRuntime;
  /** Gets each call that the model answered. */
  readonly capture: (call: CapturedCall) => void;
}

interface ModelResponse {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** Gives the endpoint that a path of the runtime API names; undefined for another path. */
export function invokedEndpoint(method: string | undefined, path: string): string | undefined {
  const match = /^\/endpoints\/([^/]+)\/invocations$/.exec(path);
  return method === 'POST' && match?.[1] !== undefined ? decodeURIComponent(match[1]) : undefined;
}

/** Answers InvokeEndpoint of sagemaker-runtime: REST, with the body unchanged in both directions. */
export async function invokeEndpoint(invocation: Invocation, response: ServerResponse): Promise<void> {
  const { request } = invocation;
  try {
    const body = await readBody(request, MAX_BODY_BYTES);
    if (!request.headers.authorization) {
      throw new RuntimeError('MissingAuthenticationTokenException', 403, 'Missing Authentication Token');
    }
    if (body === undefined) {
      throw new RuntimeError(
        'ValidationError',
        413,
        `Request body is larger than the limit of ${MAX_BODY_BYTES} bytes.`,
      );
    }
    const target = await findTarget(invocation);
    const answer = await callModel(invocation, target, body);
    if (answer.status < 200 || answer.status > 299) throw modelError(answer, target, invocation);
    const attributes = answer.headers[CUSTOM_ATTRIBUTES];
    response.writeHead(200, {
      'Content-Type': answer.headers['content-type'] ?? 'application/octet-stream',
      'Content-Length': answer.body.length,
      'x-Amzn-Invoked-Production-Variant': target.variant,
      'x-amzn-RequestId': randomUUID(),
      ...(attributes === undefined ? {} : { 'X-Amzn-SageMaker-Custom-Attributes': attributes }),
    });
    response.end(answer.body);
    invocation.capture({
      endpoint: invocation.name,
      variant: target.variant,
      input: { contentType: headerOf(request, 'content-type'), body },
      output: { contentType: answer.headers['content-type'], body: answer.body },
      customAttributes: headerOf(request, CUSTOM_ATTRIBUTES),
      inferenceId: headerOf(request, 'x-amzn-sagemaker-inference-id'),
    });
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error;
    sendRuntimeError(response, error);
  }
}

/** Sends an error of the REST JSON protocol: its code is in a header. */
export function sendRuntimeError(response: ServerResponse, failure: RuntimeFailure): void {
  const body = JSON.stringify({ Message: failure.message, ...failure.members });
  response.writeHead(failure.status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    'x-amzn-ErrorType': failure.code,
    'x-amzn-RequestId': randomUUID(),
  });
  response.end(body);
}

/** Chooses the server of a call. @throws RuntimeError when the endpoint does not serve, or has no such variant */
async function findTarget({ name, request, context, runtime }: Invocation): Promise<Target> {
  const variant = headerOf(request, 'x-amzn-sagemaker-target-variant');
  // Unlike in the control plane, letter case matters in the name here.
  const record = context.store.get('endpoint', name);
  if (!record) {
    throw new RuntimeError('ValidationError', 400, `Endpoint ${name} of account ${context.account} not found.`);
  }
  if (!SERVING_STATUSES.includes(record.EndpointStatus)) {
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

function callModel(invocation: Invocation, target: Target, body: Buffer): Promise<ModelResponse> {
  const { name, request } = invocation;
  const { server } = target;
  if (!server) throw unavailable(name);
  const headers: Record<string, string | number> = { 'content-length': body.length };
  for (const header of FORWARDED_HEADERS) {
    const value = headerOf(request, header);
    if (value !== undefined) headers[header] = value;
  }
  return new Promise((resolve, reject) => {
    const call = httpRequest(
      { host: '127.0.0.1', port: server.port, method: 'POST', path: '/invocations', headers, timeout: TIMEOUT_MS },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 500, headers: response.headers, body: Buffer.concat(chunks) }),
        );
        response.on('error', () => reject(unavailable(name)));
      },
    );
    // The socket's own time-out is an idle time-out. The service limits the whole call.
    const timer = setTimeout(() => {
      call.destroy();
      reject(timedOut(target, invocation));
    }, TIMEOUT_MS);
    call.on('close', () => clearTimeout(timer));
    call.on('error', () => reject(unavailable(name)));
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

function modelError(answer: ModelResponse, target: Target, invocation: Invocation): RuntimeError {
  const { name, context } = invocation;
  const original = answer.body.toString('utf8').slice(0, MAX_MESSAGE_LENGTH);
  const side = answer.status < 500 ? 'client' : 'server';
  return new RuntimeError(
    'ModelError',
    424,
    `Received ${side} error (${answer.status}) from primary with message "${original}". See the log group /aws/sagemaker/Endpoints/${name} in account ${context.account} for more information.`,
    {
      OriginalStatusCode: answer.status,
      OriginalMessage: original,
      LogStreamArn: logStreamArn(target, invocation),
    },
  );
}

function timedOut(target: Target, invocation: Invocation): RuntimeError {
  const original = 'Your invocation timed out while waiting for a response from container primary.';
  return new RuntimeError('ModelError', 424, `Received server error (0) from primary with message "${original}"`, {
    OriginalStatusCode: 0,
    OriginalMessage: original,
    LogStreamArn: logStreamArn(target, invocation),
  });
}

function logStreamArn(target: Target, { name, context }: Invocation): string {
  return `arn:${partitionOf(context.region)}:logs:${context.region}:${context.account}:log-group:/aws/sagemaker/Endpoints/${name}:log-stream:${target.logStream}`;
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
