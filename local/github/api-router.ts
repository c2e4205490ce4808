import type { IncomingHttpHeaders } from 'node:http';
import { type Context, OpenAPIBackend } from 'openapi-backend';
import { ApiError } from './api-error.ts';
import type { ApiResponse, Call, Handlers } from './call.ts';
import { apiDescription } from './description.ts';
import type { LocalGitHub } from './local-github.ts';
import { actionHandlers } from './routes/actions.ts';
import { checkHandlers } from './routes/checks.ts';
import { gitDataHandlers } from './routes/git-data.ts';
import { issueHandlers } from './routes/issues.ts';
import { pullHandlers } from './routes/pulls.ts';
import { userHandlers } from './routes/users.ts';

const HANDLERS: Handlers = {
  ...issueHandlers,
  ...pullHandlers,
  ...gitDataHandlers,
  ...checkHandlers,
  ...actionHandlers,
  ...userHandlers,
};

/** Who sends a request, as its token says. */
export type Caller = Pick<Call, 'actor' | 'app' | 'permissions'>;

export interface ApiRequest {
  method: string;
  url: URL;
  headers: IncomingHttpHeaders;
  /** Undefined when the request has no body. */
  body: unknown;
}

/** Checks each request with GitHub's API description, and passes it to the handler of its operation. */
export class ApiRouter {
  private readonly backend: OpenAPIBackend;

  private constructor(backend: OpenAPIBackend) {
    this.backend = backend;
  }

  static async create(): Promise<ApiRouter> {
    const backend = new OpenAPIBackend({
      definition: apiDescription() as never,
      quick: true,
      ajvOpts: { strict: false, validateFormats: false },
    });
    for (const [operation, handler] of Object.entries(HANDLERS)) {
      backend.registerHandler(operation, async (context, caller: Caller, github: LocalGitHub) => {
        const response = await handler(callOf(context, caller, github));
        if (context.request.method !== 'get') github.stateFile.save();
        return response;
      });
    }
    backend.register({ notFound: refuseUnknownRoute, methodNotAllowed: refuseUnknownRoute, validationFail });
    await backend.init();
    return new ApiRouter(backend);
  }

  /** @throws ApiError with the status and the message that GitHub responds with */
  async handle({ method, url, headers, body }: ApiRequest, caller: Caller, github: LocalGitHub): Promise<ApiResponse> {
    const request = {
      method,
      path: pathInDescription(url.pathname),
      query: url.search,
      body: body as never,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) } as Record<
        string,
        string
      >,
    };
    return await this.backend.handleRequest(request, caller, github);
  }
}

function callOf({ request }: Context, caller: Caller, github: LocalGitHub): Call {
  const params = Object.fromEntries(
    Object.entries(request.params).map(([name, value]) => [name, decodeURIComponent(String(value))]),
  );
  const call: Partial<Call> = {
    github,
    render: github.renderer,
    params,
    query: Object.fromEntries(Object.entries(request.query).map(([name, value]) => [name, String(value)])),
    body: (request.requestBody ?? {}) as Record<string, unknown>,
    ...caller,
  };
  if (params.owner !== undefined) {
    const repository = github.stateFile.repository(params.owner, params.repo ?? '');
    // For a user without access, a private repository does not exist.
    if (repository === undefined || github.permission(repository, caller.actor) === 'none') {
      throw new ApiError(404, 'Not Found');
    }
    call.repository = repository;
    call.git = github.git(repository);
  }
  // Operations without an owner in their path read neither the repository nor git.
  return call as Call;
}

function refuseUnknownRoute(): never {
  throw new ApiError(404, 'Not Found');
}

function validationFail({ validation }: Context): never {
  const errors = (validation.errors ?? []).map((error) => ({
    resource: 'Request',
    code: 'invalid',
    field: error.instancePath || error.params.missingProperty || '',
    message: `${error.instancePath} ${error.message ?? 'is invalid'}`.trim(),
  }));
  throw new ApiError(422, `Invalid request.\n\n${errors.map((error) => error.message).join('\n')}`, errors);
}

/**
 * The path of a request, with slashes in its last parameter encoded. OpenAPI has no parameter that contains slashes;
 * GitHub has such parameters at the end of a path (`contents/a/b.sql`, `git/ref/heads/main`).
 */
function pathInDescription(path: string): string {
  const match = path.match(
    /^(\/repos\/[^/]+\/[^/]+\/(?:contents|git\/ref|git\/refs|git\/matching-refs|branches))\/(.+)$/,
  );
  if (!match) return path;
  return `${match[1]}/${encodeURIComponent(decodeURIComponent(match[2] ?? ''))}`;
}
