import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPresto } from '../../../local/presto/server.ts';
import { statement } from '../../../local/presto/statement.ts';
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

test('the right password reads the TPC-H tables, verified by the certificate that the secret holds', async () => {
  expect(presto.ca).toContain('BEGIN CERTIFICATE');
  const answer = await statement(presto, 'SELECT count(*) FROM tpch.tiny.orders', 60);
  expect(answer).toEqual({ rows: [[15000]] });
});

test('a wrong password is HTTP 401', async () => {
  await expect(statement({ ...presto, password: 'wrong' }, 'SELECT 1')).rejects.toThrow('HTTP 401');
});

test('a server that is verified by other certificates is not trusted', async () => {
  const { ca: _, ...unverified } = presto;
  await expect(statement(unverified, 'SELECT 1')).rejects.toThrow(/self-signed certificate/);
});

test('a person who knows the password cannot run queries as another', async () => {
  const answer = await new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
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
  // Refused at once, or queued and then failed: never a row.
  const last = answer.text.includes('nextUri') ? await follow(answer.text) : answer.text;
  expect(last).toMatch(/Access Denied: Principal mlops cannot become user admin/);
});

async function follow(text: string): Promise<string> {
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

test('plain HTTP is not answered', async () => {
  await expect(fetch(`http://${presto.host}:${presto.port}/v1/info`)).rejects.toThrow();
});

test('stop ends it', async () => {
  await presto.stop();
  expect(isRunning(presto.process)).toBe(false);
});
