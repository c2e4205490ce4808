import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { AUTO_SCALING_PREFIX, callAutoScaling } from './auto-scaling.ts';
import { ServiceError, type Shape } from './context.ts';
import { type Fault, PlannedFaults } from './faults.ts';
import { readBody, sendError, sendJson, sendText } from './protocol.ts';
import type { RegionalServices } from './regional-services.ts';
import { invokedEndpoint, sendRuntimeError } from './runtime/invoke.ts';

const TARGET_PREFIX = 'SageMaker.';
const CONTENT_TYPE = 'application/x-amz-json-1.1';
/** A pipeline definition may have 1 MiB. Inside the request it is escaped once more. */
const MAX_REQUEST_BYTES = 4 * 1024 * 1024;

export interface RequestHandlerOptions {
  readonly services: RegionalServices;
  /** Region and account of the server itself, for `/health`. */
  readonly region: string;
  readonly account: string;
  readonly url: string;
  /** Address of the Application Auto Scaling behind this server. */
  readonly autoScaling: string | undefined;
  readonly log: (text: string) => void;
}

/** Answers the HTTP requests: the control plane, the runtime, Application Auto Scaling, `/health` and `/_local/faults`. */
export class RequestHandler {
  readonly #options: RequestHandlerOptions;
  readonly #log: (text: string) => void;
  readonly #faults = new PlannedFaults();

  constructor(options: RequestHandlerOptions) {
    this.#options = options;
    this.#log = options.log;
  }

  /** Answers one request. An unexpected error becomes an InternalFailure and a line in the log. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.#route(request, response);
    } catch (error) {
      this.#log(`${request.method} ${request.url}: ${stackOf(error)}`);
      if (!response.headersSent) sendError(response, new ServiceError('InternalFailure', 'Internal failure', 500));
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', this.#options.url).pathname;
    if (path === '/health') {
      const { region, account } = this.#options;
      return sendJson(response, 200, { status: 'ok', region, account });
    }
    if (path === '/_local/faults') return this.#handleFaults(request, response);
    const endpoint = invokedEndpoint(request.method, path);
    if (endpoint !== undefined) return this.#invokeEndpoint(endpoint, request, response);
    if (request.method !== 'POST' || path !== '/') {
      return sendError(
        response,
        new ServiceError('UnknownOperationException', `There is no ${request.method} ${path}`, 404),
      );
    }
    const body = await readBody(request, MAX_REQUEST_BYTES);
    if (body === undefined) {
      return sendError(
        response,
        new ServiceError(
          'RequestEntityTooLargeException',
          `The request is larger than ${MAX_REQUEST_BYTES} bytes`,
          413,
        ),
      );
    }
    return this.#callOperation(request, response, body);
  }

  /** Calls an operation of the control plane (AWS JSON 1.1). */
  async #callOperation(request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<void> {
    const target = String(request.headers['x-amz-target'] ?? '');
    const prefix = [TARGET_PREFIX, AUTO_SCALING_PREFIX].find((each) => target.startsWith(each));
    const operation = prefix === undefined ? '' : target.slice(prefix.length);
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
      const fault = await this.#applyFault(operation);
      const { service, context } = await this.#options.services.for(request.headers.authorization);
      const input = parseBody(body);
      if (prefix === AUTO_SCALING_PREFIX) {
        const scaling = { operation, input, headers: request.headers, body };
        const answer = await callAutoScaling(scaling, this.#options.autoScaling, context);
        if (fault?.drop) return void request.socket.destroy();
        return sendText(response, answer.status, answer.text, CONTENT_TYPE);
      }
      const output = await service.call(operation, input, context);
      if (fault?.drop) return void request.socket.destroy();
      sendJson(response, 200, output, CONTENT_TYPE);
    } catch (error) {
      if (error instanceof ServiceError) return sendError(response, error);
      this.#log(`${operation}: ${stackOf(error)}`);
      sendError(response, new ServiceError('InternalFailure', 'An internal failure occurred.', 500));
    }
  }

  async #invokeEndpoint(name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const fault = await this.#applyFault('InvokeEndpoint');
      if (fault?.drop) return void request.socket.destroy();
    } catch (error) {
      return sendRuntimeError(response, error as ServiceError);
    }
    const { endpoints, context } = await this.#options.services.for(request.headers.authorization);
    await endpoints.invoke(name, request, response, context);
  }

  /**
   * Applies the planned fault of a call: waits, then throws its error.
   * @returns the fault when it has no error, so that the caller can drop the response
   */
  async #applyFault(operation: string): Promise<Fault | undefined> {
    const fault = this.#faults.take(operation);
    if (fault?.delay_ms) await wait(fault.delay_ms);
    if (fault?.error === undefined) return fault;
    const isServerError = /^(InternalFailure|InternalServer|ServiceUnavailable)/.test(fault.error);
    throw new ServiceError(
      fault.error,
      fault.message ?? 'Planned by /_local/faults',
      fault.status ?? (isServerError ? 500 : 400),
    );
  }

  async #handleFaults(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'DELETE') this.#faults.clear();
    if (request.method === 'POST') {
      try {
        this.#faults.plan(parseBody((await readBody(request, MAX_REQUEST_BYTES)) ?? Buffer.from('')));
      } catch (error) {
        return sendJson(response, 400, { message: (error as Error).message });
      }
    }
    sendJson(response, 200, this.#faults.left());
  }
}

function stackOf(error: unknown): unknown {
  return error instanceof Error ? error.stack : error;
}

/** Parses a request's body; an empty one is an empty object. @throws ServiceError SerializationException */
function parseBody(body: Buffer): Shape {
  try {
    const value: unknown = JSON.parse(body.length === 0 ? '{}' : body.toString('utf8'));
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Refused below, like JSON that is not an object.
  }
  throw new ServiceError('SerializationException', 'The request body is not a JSON object');
}
