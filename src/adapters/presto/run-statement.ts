import type { Client, ClientOptions, RequestTarget } from 'presto-client/lib/presto-client/index.js';
import { Failure } from '../../failure.ts';
import type { PrestoAnswer, PrestoColumn } from '../../ports/presto.ts';
import { elsewhere, notPresto, queryError, statusFailure, transportFailure } from './errors.ts';
import { cancelOnExit } from './exit-signals.ts';
import { type HttpAnswer, type HttpRequest, type Send, Silence, Stale, TooLong } from './http.ts';
import type { Limits } from './limits.ts';
import { parsePage } from './parse-page.ts';

/** A coordinator, and what every request to it carries. */
export interface Link {
  /** As messages name it: `Presto at https://presto.example:8443`. */
  name: string;
  origin: { protocol: string; host: string; port: number };
  client: new (options: ClientOptions) => Client;
  settings: ClientOptions;
  headers: Record<string, string>;
  withPassword: boolean;
  send: Send;
  limits: Limits;
}

export interface Bounds {
  /** Milliseconds from now. */
  time: number;
  rows: number;
  signal: AbortSignal | undefined;
  prepared: Readonly<Record<string, string>>;
}

/**
 * One statement, from its POST to its last page or its cancellation.
 *
 * presto-client speaks the protocol: it makes the headers, follows the states and takes the pages apart. Its transport is
 * replaced at `Client.request`, through which all of its requests go, because that one follows redirects and `nextUri` to
 * any host with the password on it, waits without end, and repeats what fails without end. Nothing is called back after
 * the promise is settled, so the client stops with it.
 */
export function runStatement(link: Link, sql: string, bounds: Bounds): Promise<PrestoAnswer> {
  return new Promise((resolve, reject) => {
    const connections = new AbortController();
    const columns: PrestoColumn[] = [];
    const rows: unknown[][] = [];
    let next: string | undefined;
    let settled = false;

    const settle = (): boolean => {
      if (settled) return false;
      settled = true;
      clearTimeout(timer);
      bounds.signal?.removeEventListener('abort', aborted);
      return true;
    };
    const answer = (value: PrestoAnswer) => {
      if (!settle()) return;
      forget();
      resolve(value);
    };
    /** The server is told before the caller: who reads the failure knows that nothing runs on. */
    const giveUp = async (why: Failure): Promise<void> => {
      if (!settle()) return;
      connections.abort();
      if (next !== undefined) await cancel(link, next);
      forget();
      reject(why);
    };
    const forget = cancelOnExit(() => giveUp(new Failure('unavailable', 'The statement was cancelled: the run ends')));
    const aborted = () =>
      void giveUp(
        bounds.signal?.reason instanceof Failure
          ? bounds.signal.reason
          : new Failure('unavailable', 'The statement was cancelled'),
      );
    const timer = setTimeout(() => {
      void giveUp(
        new Failure('unavailable', `${link.name} did not finish the statement within ${bounds.time / 1000} s`, {
          wayOut: 'Run it again when Presto has less to do, or make the query cheaper.',
        }),
      );
    }, bounds.time);
    if (bounds.signal?.aborted) {
      aborted();
      return;
    }
    bounds.signal?.addEventListener('abort', aborted);

    /** Runs what is not ours, or works on what the server sent: whatever it throws ends the statement. */
    const guarded = (work: () => void) => {
      try {
        if (!settled) work();
      } catch (error) {
        void giveUp(error instanceof Failure ? error : notPresto(link.name, 'a page has another shape'));
      }
    };

    const client = new link.client(link.settings);
    client.request = (target, callback) => {
      exchange(link, target, connections.signal, (path) => {
        next = path;
      }).then(
        (page) => guarded(() => callback(null, 200, page)),
        (error: unknown) => void giveUp(transportFailure(link.name, error)),
      );
    };
    guarded(() =>
      client.execute({
        query: sql,
        headers: preparedHeader(bounds.prepared),
        columns: (_, given) => {
          columns.push(...given.map(({ name, type }) => ({ name, type })));
        },
        data: (_, page) => {
          if (rows.length + page.length > bounds.rows) {
            throw new Failure('inconclusive', `A statement to ${link.name} gives more than ${bounds.rows} rows`);
          }
          rows.push(...page);
        },
        success: () => answer({ ok: true, columns, rows }),
        error: (thrown) => {
          const error = queryError(thrown);
          if (error) answer({ ok: false, error });
          else void giveUp(notPresto(link.name, 'a page has another shape'));
        },
      }),
    );
  });
}

function preparedHeader(prepared: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(prepared).map(([name, sql]) => `${name}=${encodeURIComponent(sql)}`);
  return entries.length === 0 ? {} : { 'X-Presto-Prepared-Statement': entries.join(',') };
}

/** One request of presto-client and its page. `follow` is told where the statement goes on, which is what DELETE cancels. */
async function exchange(
  link: Link,
  target: RequestTarget,
  signal: AbortSignal,
  follow: (path: string | undefined) => void,
): Promise<unknown> {
  const request: HttpRequest =
    typeof target === 'object' && target !== null
      ? {
          method: target.method,
          path: target.path,
          headers: { ...target.headers, ...link.headers },
          signal,
          ...(target.body === undefined ? {} : { body: target.body }),
        }
      : { method: 'GET', path: ownPath(link, target), headers: link.headers, signal };
  const page = readPage(link, await persistently(link, request));
  const { nextUri } = page;
  if (nextUri === undefined) follow(undefined);
  else {
    const address = typeof nextUri === 'string' && URL.canParse(nextUri) ? new URL(nextUri) : undefined;
    follow(address && address.pathname + address.search);
    ownPath(link, nextUri);
  }
  return page;
}

interface Page {
  id: string;
  stats: object;
  nextUri?: unknown;
}

function readPage(link: Link, answer: HttpAnswer): Page {
  if (answer.status !== 200) throw statusFailure(link.name, answer, link.withPassword);
  let page: unknown;
  try {
    page = parsePage(answer.text);
  } catch {
    throw notPresto(link.name, 'a page is no JSON');
  }
  const { id, stats } = (page ?? {}) as Partial<Page>;
  if (typeof id !== 'string' || typeof stats !== 'object' || stats === null) {
    throw notPresto(link.name, 'a page has another shape');
  }
  return page as Page;
}

/** Path of an address of this coordinator; any other would be sent the password, and what it answers would be believed. */
function ownPath(link: Link, uri: unknown): string {
  if (typeof uri !== 'string' || !URL.canParse(uri)) throw notPresto(link.name, 'a page has no address');
  const { protocol, hostname, port, pathname, search } = new URL(uri);
  const { origin } = link;
  const own =
    protocol === `${origin.protocol}:` &&
    hostname.replace(/^\[|\]$/g, '') === origin.host &&
    Number(port || (protocol === 'https:' ? 443 : 80)) === origin.port;
  if (!own) throw elsewhere(link.name, uri);
  return pathname + search;
}

/**
 * Sends again what failed for the moment. A page can be fetched again as long as its successor was not; a POST is
 * repeated only where the server did not take it (503, or a kept connection that was closed), or two statements would run.
 */
async function persistently(link: Link, request: HttpRequest): Promise<HttpAnswer> {
  const { retries, pause } = link.limits;
  const fetches = request.method === 'GET';
  for (let attempt = 0; ; attempt++) {
    const last = attempt >= retries;
    try {
      const answer = await link.send(request);
      const passing = answer.status === 503 || (fetches && [502, 504].includes(answer.status));
      if (last || !passing) return answer;
    } catch (error) {
      const broken = fetches && /^(ECONNRESET|EPIPE|ECONNREFUSED)$/.test((error as { code?: string }).code ?? '');
      if (!last && error instanceof Stale) continue;
      if (last || !broken || error instanceof Silence || error instanceof TooLong) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, pause * 2 ** attempt));
    if (request.signal?.aborted) throw new Failure('unavailable', 'The statement was cancelled');
  }
}

/** DELETE of the next page's address. Whether it arrives does not matter to the caller, who has given up. */
async function cancel(link: Link, path: string): Promise<void> {
  const signal = AbortSignal.timeout(link.limits.cancel);
  await link.send({ method: 'DELETE', path, headers: link.headers, signal }).catch(() => undefined);
}
