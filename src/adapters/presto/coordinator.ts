import type { Client, ClientOptions } from 'presto-client/lib/presto-client/index.js';
import { Failure } from '../../failure.ts';
import { foreignAddressFailure, notPrestoFailure, statusFailure } from './errors.ts';
import {
  AnswerTooLarge,
  ClosedConnection,
  type HttpAnswer,
  type HttpRequest,
  IdleTimeout,
  type SendRequest,
} from './http.ts';
import type { Limits } from './limits.ts';
import { parsePage } from './parse-page.ts';

/** A coordinator, and what every request to it carries. */
export interface Coordinator {
  /** As messages name it: `Presto at https://presto.example:8443`. */
  name: string;
  origin: { protocol: string; host: string; port: number };
  client: new (options: ClientOptions) => Client;
  settings: ClientOptions;
  headers: Record<string, string>;
  withPassword: boolean;
  send: SendRequest;
  limits: Limits;
}

/** One page of a statement's result, as far as its shape is checked here. */
export interface Page {
  id: string;
  stats: object;
  nextUri?: unknown;
}

/**
 * Sends one request and reads the page that answers it.
 * @throws Failure for an answer that is not a page, or the error of the transport
 */
export async function requestPage(coordinator: Coordinator, request: HttpRequest): Promise<Page> {
  const answer = await sendWithRetries(coordinator, request);
  if (answer.status !== 200) throw statusFailure(coordinator.name, answer, coordinator.withPassword);
  let page: unknown;
  try {
    page = parsePage(answer.text);
  } catch {
    throw notPrestoFailure(coordinator.name, 'a page is not JSON');
  }
  const { id, stats } = (page ?? {}) as Partial<Page>;
  if (typeof id !== 'string' || typeof stats !== 'object' || stats === null) {
    throw notPrestoFailure(coordinator.name, 'a page has another shape');
  }
  return page as Page;
}

/**
 * Path and query of an address of this coordinator.
 * @throws Failure `unavailable` for any other address: it would be sent the password, and its answer would be believed
 */
export function pathOnCoordinator({ name, origin }: Coordinator, uri: unknown): string {
  if (typeof uri !== 'string' || !URL.canParse(uri)) throw notPrestoFailure(name, 'a page has no address');
  const { protocol, hostname, port, pathname, search } = new URL(uri);
  const same =
    protocol === `${origin.protocol}:` &&
    hostname.replace(/^\[|\]$/g, '') === origin.host &&
    Number(port || (protocol === 'https:' ? 443 : 80)) === origin.port;
  if (!same) throw foreignAddressFailure(name, uri);
  return pathname + search;
}

/**
 * Sends a request again after an error of the moment. A page can be fetched again as long as its successor was not
 * fetched. A POST is repeated only where the server did not take it (503, or a kept connection that was closed):
 * otherwise two statements would run.
 */
async function sendWithRetries({ send, limits }: Coordinator, request: HttpRequest): Promise<HttpAnswer> {
  const isFetch = request.method === 'GET';
  for (let attempt = 0; ; attempt++) {
    const last = attempt >= limits.maxRetries;
    try {
      const answer = await send(request);
      const transient = answer.status === 503 || (isFetch && [502, 504].includes(answer.status));
      if (last || !transient) return answer;
    } catch (error) {
      const broken = isFetch && /^(ECONNRESET|EPIPE|ECONNREFUSED)$/.test((error as { code?: string }).code ?? '');
      if (!last && error instanceof ClosedConnection) continue;
      if (last || !broken || error instanceof IdleTimeout || error instanceof AnswerTooLarge) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, limits.firstPause * 2 ** attempt));
    if (request.signal?.aborted) throw new Failure('unavailable', 'The statement was cancelled');
  }
}

/**
 * Cancels a statement by DELETE of its next page. Whether the request arrives does not matter to the caller, who has
 * given up.
 */
export async function cancelStatement({ send, headers, limits }: Coordinator, path: string): Promise<void> {
  const signal = AbortSignal.timeout(limits.cancelTimeout);
  await send({ method: 'DELETE', path, headers, signal }).catch(() => undefined);
}
