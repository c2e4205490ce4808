import { Failure } from '../../failure.ts';

const ATTEMPTS = 5;
const REQUEST_TIMEOUT_MS = 30_000;
const LONGEST_WAIT_MS = 60_000;

interface RequestOptions {
  method?: string;
  url?: string;
  /** `once`: what this request does adds up, so that it is no more repeated than a POST. */
  request?: { signal?: AbortSignal; once?: boolean };
}

interface RequestError extends Error {
  status?: number;
  response?: {
    headers?: Record<string, string | number | undefined>;
    data?: { message?: string; errors?: Array<{ message?: string }> };
  };
}

/**
 * Bounds every request in time and repeats it as GitHub asks: after `retry-after`, at the reset of an exhausted rate limit, or
 * with growing pauses on 502–504 and a broken connection. A POST whose answer was lost may have taken effect, so it is never
 * sent twice: the caller looks first. https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api
 */
export async function resilient<O extends RequestOptions, R>(
  request: (options: O) => Promise<R> | R,
  options: O,
): Promise<R> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await request({
        ...options,
        request: { ...options.request, signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) },
      });
    } catch (error) {
      const wait = attempt < ATTEMPTS ? pause(error as RequestError, options, attempt) : undefined;
      if (wait === undefined) throw failure(error as RequestError, options);
      await new Promise((resume) => setTimeout(resume, wait));
    }
  }
}

/** Milliseconds to wait before the next attempt, or undefined when there is to be none. */
function pause(error: RequestError, options: RequestOptions, attempt: number): number | undefined {
  const header = (name: string) => error.response?.headers?.[name];
  const limited =
    error.status === 429 ||
    (error.status === 403 && (header('retry-after') !== undefined || String(header('x-ratelimit-remaining')) === '0'));
  if (limited) {
    // The request was turned away before it did anything: repeating is safe for every method.
    const reset = Number(header('x-ratelimit-reset')) * 1000 - Date.now();
    const asked = header('retry-after') === undefined ? reset : Number(header('retry-after')) * 1000;
    const wait = Number.isFinite(asked) ? Math.max(0, asked) : 2 ** attempt * 1000;
    return wait <= LONGEST_WAIT_MS ? wait : undefined;
  }
  const broken = error.status === undefined || error.status >= 500;
  if (!broken || options.method === 'POST' || options.request?.once === true) return undefined;
  return Math.min(2 ** attempt * 250, 8000) * (0.5 + Math.random() / 2);
}

function failure(error: RequestError, options: RequestOptions): Failure {
  const status = error.status;
  const said = [
    error.response?.data?.message ?? error.message,
    ...(error.response?.data?.errors ?? []).map((e) => e.message),
  ]
    .filter(Boolean)
    .join('; ');
  const what = `${options.method ?? 'GET'} ${options.url ?? ''}`;
  const facts = { status: status ?? null, request: what };
  const make = (code: ConstructorParameters<typeof Failure>[0], wayOut: string) =>
    new Failure(code, `GitHub answered ${what} with ${status ?? 'nothing'}: ${said}`, { wayOut, facts, cause: error });
  if (status === 401) return make('credentials_missing', 'The token is wrong or has expired.');
  if (status === 429 || (status === 403 && /rate limit/i.test(said)))
    return make('unavailable', 'The rate limit is used up; run it again later.');
  if (status === 403)
    return make('access_denied', "Give the token the permission that this call needs (the workflow's `permissions:`).");
  if (status === 404) return make('not_found', 'See that it exists and that the token may read it.');
  if (status === 405 || status === 409 || status === 422)
    return make('conflict', 'Something there is not as it was expected; run it again.');
  return make('unavailable', 'Run it again: everything here can be repeated.');
}
