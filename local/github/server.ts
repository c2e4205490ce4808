import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiError } from './api-error.ts';
import { type ApiRequest, ApiRouter, type Caller } from './api-router.ts';
import type { ApiResponse } from './call.ts';
import { type Fault, FaultPlan } from './faults.ts';
import { LocalGitHub } from './local-github.ts';
import { handleLocalRequest, type LoggedRequest } from './local-routes.ts';
import { cutPage } from './paging.ts';

export interface GitHubServer {
  /** Base address of the API: `GITHUB_API_URL`. */
  url: string;
  port: number;
  github: LocalGitHub;
  close(): Promise<void>;
}

const MAX_REQUEST_BYTES = 64 * 1024 * 1024;

/**
 * Starts the local GitHub: the operations of `api-description.json` (GitHub's own description, cut down), on real git
 * repositories below `dir`. Each request is first checked with that description.
 *
 * Besides the API it has, for tests and the demonstration:
 * `POST /_local/repositories {owner, name, permissions}`, `POST /_local/tokens {token, login, app, permissions?}`,
 * `GET /_local/deliveries?after=N` (the webhooks so far), `GET /_local/requests?after=N` (the API requests so far),
 * `POST /_local/faults` (see `Fault`), `POST /_local/pushed` (see `Push`), `GET /health`.
 */
export async function createGitHubServer(options: { dir: string; port?: number }): Promise<GitHubServer> {
  const router = await ApiRouter.create();
  const server = createServer();
  server.keepAliveTimeout = 5_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const port = (server.address() as AddressInfo).port;
  const url = `http://127.0.0.1:${port}`;
  const github = new LocalGitHub(options.dir, url);
  const handler = new RequestHandler(router, github);
  server.on('request', (request, response) => handler.handle(request, response));
  return {
    url,
    port,
    github,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Responds to HTTP requests, one after the other. */
class RequestHandler {
  private readonly router: ApiRouter;
  private readonly github: LocalGitHub;
  private readonly faults = new FaultPlan();
  private readonly requests: LoggedRequest[] = [];
  private lastRequest: Promise<unknown> = Promise.resolve();

  constructor(router: ApiRouter, github: LocalGitHub) {
    this.router = router;
    this.github = github;
  }

  /** Queues a request. A request reads and writes an issue in several steps, so two must not run at the same time. */
  handle(request: IncomingMessage, response: ServerResponse): void {
    const run = () => this.respond(request, response);
    this.lastRequest = this.lastRequest.then(run).catch((error: Error) => {
      if (!response.headersSent) send(response, { status: 500, body: { message: error.message } });
    });
  }

  private async respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const method = request.method ?? 'GET';
    if (!/^\/(_local\/|health$)/.test(url.pathname)) this.logRequest(method, url, response);
    const text = await readBody(request);
    if (url.pathname === '/health') return send(response, { status: 200, body: { ok: true } });
    try {
      const body: unknown = text === '' ? undefined : JSON.parse(text);
      if (url.pathname.startsWith('/_local/')) {
        const call = { github: this.github, faults: this.faults, requests: this.requests, url };
        const input = (body ?? {}) as Record<string, unknown>;
        return send(response, await handleLocalRequest(method, { ...call, body: input }));
      }
      await this.respondToApi({ method, url, headers: request.headers, body }, response);
    } catch (error) {
      if (error instanceof SyntaxError) send(response, { status: 400, body: { message: 'Problems parsing JSON' } });
      else if (error instanceof ApiError) send(response, errorResponse(error));
      else throw error;
    }
  }

  private async respondToApi(request: ApiRequest, response: ServerResponse): Promise<void> {
    const { method, url, headers } = request;
    const fault = this.faults.take(method, url.pathname);
    if (fault?.when === 'before') return sendFault(response, fault);
    const apiResponse = await this.router.handle(request, this.authenticate(headers.authorization), this.github);
    if (fault?.status === 0) return void response.destroy();
    if (fault) return sendFault(response, fault);
    send(response, ...cutPage(apiResponse, url, this.github.renderer.api));
  }

  private logRequest(method: string, url: URL, response: ServerResponse): void {
    const entry = { id: this.requests.length + 1, method, path: url.pathname + url.search, status: 0 };
    this.requests.push(entry);
    response.once('finish', () => {
      entry.status = response.statusCode;
    });
  }

  private authenticate(header: string | undefined): Caller {
    const token = header?.match(/^(?:bearer|token) (.+)$/i)?.[1];
    if (token === undefined) throw new ApiError(401, 'Requires authentication');
    const owner = this.github.stateFile.state.tokens[token];
    if (owner === undefined) throw new ApiError(401, 'Bad credentials');
    return { actor: owner.login, app: owner.app, permissions: owner.permissions };
  }
}

function errorResponse({ status, message, errors }: ApiError): ApiResponse {
  return {
    status,
    body: {
      message,
      ...(errors ? { errors } : {}),
      documentation_url: 'https://docs.github.com/rest',
      status: String(status),
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MAX_REQUEST_BYTES) throw new Error('the request is too large');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function sendFault(response: ServerResponse, fault: Fault): void {
  send(response, { status: fault.status, body: { message: 'injected fault' } }, fault.headers);
}

function send(response: ServerResponse, { status, body }: ApiResponse, headers: Record<string, string> = {}): void {
  response.writeHead(status, {
    ...(body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    'x-github-media-type': 'github.v3; format=json',
    'x-ratelimit-limit': '1000',
    'x-ratelimit-remaining': '999',
    ...headers,
  });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
