import { ApiError } from './api-error.ts';
import { type ApiResponse, created, ok } from './call.ts';
import type { FaultPlan } from './faults.ts';
import type { LocalGitHub } from './local-github.ts';
import type { Permission } from './state.ts';

/** An API request that the server received. */
export interface LoggedRequest {
  id: number;
  method: string;
  path: string;
  /** 0 until the response is sent. */
  status: number;
}

interface LocalCall {
  github: LocalGitHub;
  faults: FaultPlan;
  requests: readonly LoggedRequest[];
  url: URL;
  body: Record<string, unknown>;
}

const NO_CONTENT: ApiResponse = { status: 204 };

const ROUTES: Readonly<Record<string, (call: LocalCall) => ApiResponse | Promise<ApiResponse>>> = {
  'POST /_local/repositories': async ({ github, body }) => {
    const permissions = (body.permissions ?? {}) as Record<string, Permission>;
    const repository = await github.createRepository(String(body.owner), String(body.name), permissions);
    return created({ git_dir: github.git(repository).dir });
  },
  'POST /_local/tokens': ({ github, body }) => {
    const permissions = body.permissions as Record<string, string> | undefined;
    github.addToken(String(body.token), String(body.login), body.app === true, permissions);
    return NO_CONTENT;
  },
  'GET /_local/deliveries': ({ github, url }) =>
    ok({ deliveries: github.deliveries.filter(({ id }) => id > afterNumber(url)) }),
  'GET /_local/requests': ({ requests, url }) => ok({ requests: requests.filter(({ id }) => id > afterNumber(url)) }),
  'POST /_local/pushed': async ({ github, body }) => {
    const repository = github.stateFile.repository(String(body.owner), String(body.name));
    if (!repository) throw new ApiError(404, 'Not Found');
    await github.recordPush(repository, {
      branch: String(body.branch),
      before: body.before === undefined ? undefined : String(body.before),
      after: String(body.after),
      actor: String(body.actor),
    });
    github.stateFile.save();
    return NO_CONTENT;
  },
  'POST /_local/faults': ({ faults, body }) => {
    faults.add(body);
    return NO_CONTENT;
  },
};

/**
 * Handles a request below `/_local/`: what GitHub does not have, and tests and the demonstration need.
 * @throws ApiError 404 for an unknown route
 */
export async function handleLocalRequest(method: string, call: LocalCall): Promise<ApiResponse> {
  const route = ROUTES[`${method} ${call.url.pathname}`];
  if (route === undefined) throw new ApiError(404, 'Not Found');
  return await route(call);
}

/** The query parameter `after`: only entries with a higher number are listed. */
function afterNumber(url: URL): number {
  return Number(url.searchParams.get('after') ?? 0);
}
