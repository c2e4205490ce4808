import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OpenAPIBackend } from 'openapi-backend';
import type { Answer, Call, Handlers } from './call.ts';
import { apiDescription } from './description.ts';
import { ApiError, Forge } from './forge.ts';
import { actionHandlers } from './routes/actions.ts';
import { checkHandlers } from './routes/checks.ts';
import { gitDataHandlers } from './routes/git-data.ts';
import { issueHandlers } from './routes/issues.ts';
import { pullHandlers } from './routes/pulls.ts';
import { userHandlers } from './routes/users.ts';
import type { Permission } from './state.ts';

export interface GitHubServer {
  /** Base address of the API: `GITHUB_API_URL`. */
  url: string;
  port: number;
  forge: Forge;
  close(): Promise<void>;
}

/** A fault that the next matching requests meet, so that a client's retries and crash safety can be tested. */
interface Fault {
  method: string;
  path: RegExp;
  /** So many matching requests are let through first. */
  skip: number;
  times: number;
  status: number;
  /** `before`: nothing happens; `after`: the request takes effect and its answer is lost. */
  when: 'before' | 'after';
  headers: Record<string, string>;
}

const HANDLERS: Handlers = {
  ...issueHandlers,
  ...pullHandlers,
  ...gitDataHandlers,
  ...checkHandlers,
  ...actionHandlers,
  ...userHandlers,
};
const LARGEST_REQUEST = 64 * 1024 * 1024;

type Caller = Pick<Call, 'actor' | 'app' | 'permissions'>;

/**
 * Starts the forge: GitHub's REST API, as far as `api-description.json` (GitHub's own description, trimmed) goes, on real git
 * repositories below `dir`. Every request is held to that description first.
 *
 * Besides the API, for this machine only:
 * `POST /_local/repositories {owner, name, permissions}`, `POST /_local/tokens {token, login, app, permissions?}`,
 * `GET /_local/deliveries?after=N` (webhooks so far), `GET /_local/requests?after=N` (API requests so far), `POST /_local/faults`, `POST /_local/pushed`, `GET /health`.
 */
export async function createGitHubServer(options: { dir: string; port?: number }): Promise<GitHubServer> {
  const backend = new OpenAPIBackend({
    definition: apiDescription() as never,
    quick: true,
    ajvOpts: { strict: false, validateFormats: false },
  });
  const faults: Fault[] = [];
  const requests: Array<{ id: number; method: string; path: string; status: number }> = [];
  let forge: Forge;

  for (const operation of Object.keys(HANDLERS)) {
    backend.registerHandler(operation, async (context, who: Caller) => {
      const params = Object.fromEntries(
        Object.entries(context.request.params).map(([k, v]) => [k, decodeURIComponent(String(v))]),
      );
      const repository =
        params.owner === undefined ? undefined : forge.stateFile.repository(params.owner, params.repo ?? '');
      if (params.owner !== undefined && repository === undefined) throw new ApiError(404, 'Not Found');
      const call: Partial<Call> = {
        forge,
        render: forge.renderer,
        params,
        query: Object.fromEntries(Object.entries(context.request.query).map(([k, v]) => [k, String(v)])),
        body: (context.request.requestBody ?? {}) as Record<string, unknown>,
        ...who,
      };
      if (repository) {
        // A private repository does not exist for a person without access.
        if (forge.permission(repository, who.actor) === 'none') throw new ApiError(404, 'Not Found');
        call.repository = repository;
        call.git = forge.git(repository);
      }
      const answer = await (HANDLERS[operation] as Handlers[string])(call as Call);
      if (context.request.method !== 'get') forge.stateFile.save();
      return answer;
    });
  }
  backend.register({
    notFound: () => {
      throw new ApiError(404, 'Not Found');
    },
    methodNotAllowed: () => {
      throw new ApiError(404, 'Not Found');
    },
    validationFail: (context) => {
      const errors = (context.validation.errors ?? []).map((error) => ({
        resource: 'Request',
        code: 'invalid',
        field: error.instancePath || error.params.missingProperty || '',
        message: `${error.instancePath} ${error.message ?? 'is invalid'}`.trim(),
      }));
      throw new ApiError(422, `Invalid request.\n\n${errors.map((error) => error.message).join('\n')}`, errors);
    },
  });
  await backend.init();

  // One change at a time: read-modify-write of an issue must not interleave with another request's.
  let turn: Promise<unknown> = Promise.resolve();
  const exclusively = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work, work);
    turn = next.catch(() => undefined);
    return next;
  };

  const server = createServer((request, response) => {
    exclusively(() => respond(request, response)).catch((error: Error) => {
      if (!response.headersSent) send(response, { status: 500, body: { message: error.message } });
    });
  });
  server.keepAliveTimeout = 5_000;

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const method = request.method ?? 'GET';
    if (!/^\/(_local\/|health$)/.test(url.pathname)) {
      const entry = { id: requests.length + 1, method, path: url.pathname + url.search, status: 0 };
      requests.push(entry);
      response.once('finish', () => {
        entry.status = response.statusCode;
      });
    }
    const text = await readBody(request);
    if (url.pathname === '/health') return send(response, { status: 200, body: { ok: true } });
    try {
      const body: unknown = text === '' ? undefined : JSON.parse(text);
      if (url.pathname.startsWith('/_local/'))
        return send(response, await local(url, method, (body ?? {}) as Record<string, unknown>));
      const fault = faults.find(
        (candidate) =>
          candidate.times > 0 &&
          candidate.method === method &&
          candidate.path.test(url.pathname) &&
          candidate.skip-- <= 0,
      );
      if (fault) fault.times -= 1;
      if (fault?.when === 'before')
        return send(response, { status: fault.status, body: { message: 'injected fault' } }, fault.headers);
      const who = authenticate(request.headers.authorization);
      const answer: Answer = await backend.handleRequest(
        {
          method,
          path: describedPath(url.pathname),
          query: url.search,
          body: body as never,
          headers: {
            ...request.headers,
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          } as Record<string, string>,
        },
        who,
      );
      if (fault) {
        if (fault.status === 0) return void response.destroy();
        return send(response, { status: fault.status, body: { message: 'injected fault' } }, fault.headers);
      }
      send(response, ...paged(answer, url, forge.renderer.api));
    } catch (error) {
      if (error instanceof SyntaxError) send(response, { status: 400, body: { message: 'Problems parsing JSON' } });
      else if (error instanceof ApiError) {
        const { status, message, errors } = error;
        send(response, {
          status,
          body: {
            message,
            ...(errors ? { errors } : {}),
            documentation_url: 'https://docs.github.com/rest',
            status: String(status),
          },
        });
      } else throw error;
    }
  }

  function authenticate(header: string | undefined): Caller {
    const token = header?.match(/^(?:bearer|token) (.+)$/i)?.[1];
    const known = token === undefined ? undefined : forge.stateFile.state.tokens[token];
    if (known === undefined)
      throw new ApiError(401, token === undefined ? 'Requires authentication' : 'Bad credentials');
    return { actor: known.login, app: known.app, permissions: known.permissions };
  }

  async function local(url: URL, method: string, body: Record<string, unknown>): Promise<Answer> {
    const what = `${method} ${url.pathname}`;
    if (what === 'POST /_local/repositories') {
      const permissions = (body.permissions ?? {}) as Record<string, Permission>;
      const repository = await forge.createRepository(String(body.owner), String(body.name), permissions);
      return { status: 201, body: { git_dir: forge.git(repository).dir } };
    }
    if (what === 'POST /_local/tokens') {
      const permissions = body.permissions as Record<string, string> | undefined;
      forge.addToken(String(body.token), String(body.login), body.app === true, permissions);
      return { status: 204 };
    }
    if (what === 'GET /_local/deliveries') {
      const after = Number(url.searchParams.get('after') ?? 0);
      return { status: 200, body: { deliveries: forge.deliveries.filter((delivery) => delivery.id > after) } };
    }
    if (what === 'GET /_local/requests') {
      const after = Number(url.searchParams.get('after') ?? 0);
      return { status: 200, body: { requests: requests.filter(({ id }) => id > after) } };
    }
    if (what === 'POST /_local/pushed') {
      const repository = forge.stateFile.repository(String(body.owner), String(body.name));
      if (!repository) throw new ApiError(404, 'Not Found');
      const before = body.before === undefined ? undefined : String(body.before);
      await forge.pushed(repository, String(body.branch), before, String(body.after), String(body.actor));
      forge.stateFile.save();
      return { status: 204 };
    }
    if (what === 'POST /_local/faults') {
      faults.push({
        method: String(body.method ?? 'GET'),
        path: new RegExp(String(body.path ?? '.*')),
        skip: Number(body.skip ?? 0),
        times: Number(body.times ?? 1),
        status: Number(body.status ?? 502),
        when: body.when === 'after' ? 'after' : 'before',
        headers: (body.headers ?? {}) as Record<string, string>,
      });
      return { status: 204 };
    }
    throw new ApiError(404, 'Not Found');
  }

  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(options.port ?? 0, '127.0.0.1', done);
  });
  const port = (server.address() as AddressInfo).port;
  const url = `http://127.0.0.1:${port}`;
  forge = new Forge(options.dir, url);
  return {
    url,
    port,
    forge,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** OpenAPI has no parameter that spans slashes; GitHub's last ones do (`contents/a/b.sql`, `git/ref/heads/main`). */
function describedPath(path: string): string {
  const match = path.match(
    /^(\/repos\/[^/]+\/[^/]+\/(?:contents|git\/ref|git\/refs|git\/matching-refs|branches))\/(.+)$/,
  );
  if (!match) return path;
  return `${match[1]}/${encodeURIComponent(decodeURIComponent(match[2] ?? ''))}`;
}

/** Cuts a list into pages and adds the Link header: https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api */
function paged(answer: Answer, url: URL, api: string): [Answer, Record<string, string>] {
  if (!Array.isArray(answer.body)) return [answer, {}];
  const size = Math.min(100, Math.max(1, Number(url.searchParams.get('per_page') ?? 30) || 30));
  const page = Math.max(1, Number(url.searchParams.get('page') ?? 1) || 1);
  const last = Math.max(1, Math.ceil(answer.body.length / size));
  const address = (to: number) => {
    const there = new URL(url.pathname + url.search, api);
    there.searchParams.set('page', String(to));
    return `<${there.href}>`;
  };
  const links = [
    ...(page > 1 ? [`${address(page - 1)}; rel="prev"`, `${address(1)}; rel="first"`] : []),
    ...(page < last ? [`${address(page + 1)}; rel="next"`, `${address(last)}; rel="last"`] : []),
  ];
  const cut = answer.body.slice((page - 1) * size, page * size);
  const body = answer.list === undefined ? cut : { total_count: answer.body.length, [answer.list]: cut };
  return [{ ...answer, body }, links.length > 0 ? { link: links.join(', ') } : {}];
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > LARGEST_REQUEST) throw new Error('the request is too large');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, answer: Answer, headers: Record<string, string> = {}): void {
  response.writeHead(answer.status, {
    ...(answer.body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    'x-github-media-type': 'github.v3; format=json',
    'x-ratelimit-limit': '1000',
    'x-ratelimit-remaining': '999',
    ...headers,
  });
  response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
}
