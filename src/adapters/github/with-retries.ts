import { Failure, type ReasonCode } from '../../failure.ts';

const MAX_ATTEMPTS = 5;
const REQUEST_TIMEOUT_MS = 30_000;
const MAX_PAUSE_MS = 60_000;

interface RequestOptions {
  method?: string;
  url?: string;
  /** `once`: repeating this request would add to what it did, so that it is repeated as little as a POST. */
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
 * Sends a request with a time-out and repeats it as GitHub asks: after `retry-after`, at the reset of an exhausted rate
 * limit, or with growing pauses on 502–504 and a broken connection. A POST whose answer was lost may have taken effect,
 * so it is never sent twice: the caller looks first.
 * https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api
 * @throws Failure by the status of the answer
 */
export async function withRetries<O extends RequestOptions, R>(
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
      const pause = attempt < MAX_ATTEMPTS ? pauseAfter(error as RequestError, options, attempt) : undefined;
      if (pause === undefined) throw failureOf(error as RequestError, options);
      await new Promise((resume) => setTimeout(resume, pause));
    }
  }
}

/** Milliseconds to wait before the next attempt; undefined when the request must not be repeated. */
function pauseAfter(error: RequestError, options: RequestOptions, attempt: number): number | undefined {
  const header = (name: string) => error.response?.headers?.[name];
  const limited =
    error.status === 429 ||
    (error.status === 403 && (header('retry-after') !== undefined || String(header('x-ratelimit-remaining')) === '0'));
  if (limited) {
    // The request was turned away before it did anything: repeating is safe for every method.
    const reset = Number(header('x-ratelimit-reset')) * 1000 - Date.now();
    const asked = header('retry-after') === undefined ? reset : Number(header('retry-after')) * 1000;
    const pause = Number.isFinite(asked) ? Math.max(0, asked) : 2 ** attempt * 1000;
    return pause <= MAX_PAUSE_MS ? pause : undefined;
  }
  const broken = error.status === undefined || error.status >= 500;
  if (!broken || options.method === 'POST' || options.request?.once === true) return undefined;
  return Math.min(2 ** attempt * 250, 8000) * (0.5 + Math.random() / 2);
}

function failureOf(error: RequestError, options: RequestOptions): Failure {
  const { status, response } = error;
  const reason = [response?.data?.message ?? error.message, ...(response?.data?.errors ?? []).map((e) => e.message)]
    .filter(Boolean)
    .join('; ');
  const request = `${options.method ?? 'GET'} ${options.url ?? ''}`;
  const [code, way_out] = codeAndWayOut(status, reason);
  return new Failure(code, `GitHub answered ${request} with ${status ?? 'nothing'}: ${reason}`, {
    way_out,
    facts: { status: status ?? null, request },
    cause: error,
  });
}

function codeAndWayOut(status: number | undefined, reason: string): [code: ReasonCode, way_out: string] {
  if (status === 401) return ['credentials_missing', 'The token is wrong or has expired.'];
  if (status === 429 || (status === 403 && /rate limit/i.test(reason)))
    return ['unavailable', 'The rate limit is used up; run it again later.'];
  if (status === 403)
    return ['access_denied', "Give the token the permission that this call needs (the workflow's `permissions:`)."];
  if (status === 404) return ['not_found', 'Check that it exists and that the token may read it.'];
  if (status === 405 || status === 409 || status === 422)
    return ['conflict', 'GitHub is in another state than expected; run it again.'];
  return ['unavailable', 'Run it again: every step can be repeated.'];
}
