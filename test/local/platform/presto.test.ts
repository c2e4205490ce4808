import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPresto } from '../../../local/presto/server.ts';
import { runStatement } from '../../../local/presto/statement.ts';
import { isRunning } from '../../../scripts/lib/process-identity.mjs';

let dir: string;
let presto: Awaited<ReturnType<typeof startPresto>>;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'presto-'));
  presto = await startPresto({ dir, tls: true });
});

afterAll(async () => {
  await presto?.stop();
  rmSync(dir, { recursive: true, force: true });
});

test('the right password and the certificate of the server read the TPC-H tables', async () => {
  expect(presto.ca).toContain('BEGIN CERTIFICATE');
  const result = await runStatement(presto, 'SELECT count(*) FROM tpch.tiny.orders', 60);
  expect(result).toEqual({ rows: [[15000]] });
});

test('a wrong password gets HTTP 401', async () => {
  await expect(runStatement({ ...presto, password: 'wrong' }, 'SELECT 1')).rejects.toThrow('HTTP 401');
});

test('a client without the certificate of the server does not trust it', async () => {
  const { ca: _, ...unverified } = presto;
  await expect(runStatement(unverified, 'SELECT 1')).rejects.toThrow(/self-signed certificate/);
});

test('a user who knows one password cannot run queries as another user', async () => {
  const response = await new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    const post = request(
      {
        host: presto.host,
        port: presto.port,
        path: '/v1/statement',
        method: 'POST',
        ca: presto.ca,
        headers: {
          'X-Presto-User': 'admin',
          Authorization: `Basic ${Buffer.from(`mlops:${presto.password}`).toString('base64')}`,
        },
      },
      (response) => {
        let text = '';
        response.on('data', (data) => (text += data));
        response.on('end', () => resolve({ status: response.statusCode, text }));
      },
    );
    post.on('error', reject);
    post.end('SELECT 1');
  });
  // Presto refuses the query at once, or queues it and then lets it fail. It never returns a row.
  const message = response.text.includes('nextUri') ? await readLastError(response.text) : response.text;
  expect(message).toMatch(/Access Denied: Principal mlops cannot become user admin/);
});

/** Reads all pages of a query. @returns the error of the last page */
async function readLastError(text: string): Promise<string> {
  let page = JSON.parse(text) as { nextUri?: string; error?: { message: string }; data?: unknown };
  while (page.nextUri) {
    const next = new URL(page.nextUri);
    page = await new Promise((resolve, reject) => {
      request(
        {
          host: presto.host,
          port: presto.port,
          path: next.pathname + next.search,
          ca: presto.ca,
          headers: { Authorization: `Basic ${Buffer.from(`mlops:${presto.password}`).toString('base64')}` },
        },
        (response) => {
          let body = '';
          response.on('data', (data) => (body += data));
          response.on('end', () => resolve(JSON.parse(body)));
        },
      )
        .on('error', reject)
        .end();
    });
    expect(page.data).toBeUndefined();
  }
  return page.error?.message ?? 'no error';
}

test('the server does not respond to plain HTTP', async () => {
  await expect(fetch(`http://${presto.host}:${presto.port}/v1/info`)).rejects.toThrow();
});

test('stop ends the server', async () => {
  await presto.stop();
  expect(isRunning(presto.process)).toBe(false);
});
