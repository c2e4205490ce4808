import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { PrestoConnection } from './connection.ts';

export interface StatementResult {
  rows: unknown[][];
  /** Presto's message, when the query failed. */
  error?: string;
}

/**
 * Runs one statement over Presto's REST protocol. It keeps all rows in memory, so results must be small.
 * https://prestodb.io/docs/current/develop/client-protocol.html
 * @param seconds time-out of the whole statement
 * @throws Error when the server cannot be reached or refuses the credentials
 */
export async function runStatement(connection: PrestoConnection, sql: string, seconds = 15): Promise<StatementResult> {
  const rows: unknown[][] = [];
  const signal = AbortSignal.timeout(seconds * 1000);
  let page = await requestPage(connection, { method: 'POST', path: '/v1/statement', body: sql, signal });
  for (;;) {
    rows.push(...(page.data ?? []));
    if (page.error) return { rows, error: page.error.message };
    if (!page.nextUri) return { rows };
    const next = new URL(page.nextUri);
    page = await requestPage(connection, { method: 'GET', path: next.pathname + next.search, signal });
  }
}

interface Page {
  data?: unknown[][];
  nextUri?: string;
  error?: { message: string };
}

function requestPage(
  { host, port, user, password, ca }: PrestoConnection,
  { method, path, signal, body }: { method: string; path: string; signal: AbortSignal; body?: string },
): Promise<Page> {
  const secure = password !== undefined;
  return new Promise((resolve, reject) => {
    const request = (secure ? httpsRequest : httpRequest)(
      {
        host,
        port,
        method,
        path,
        signal,
        ...(ca === undefined ? {} : { ca }),
        headers: {
          'X-Presto-User': user,
          'X-Presto-Source': 'mlops-local',
          ...(secure ? { Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` } : {}),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          if (response.statusCode !== 200) {
            reject(new Error(`HTTP ${response.statusCode}: ${text.slice(0, 200)}`));
            return;
          }
          try {
            resolve(JSON.parse(text) as Page);
          } catch (error) {
            reject(error as Error);
          }
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}
