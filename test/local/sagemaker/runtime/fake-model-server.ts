import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StartModelServer } from '../../../../local/sagemaker/model-hosting.ts';
import { ObjectFileError } from '../../../../local/sagemaker/object-files.ts';
import { startedAt } from '../../../../scripts/lib/process-identity.mjs';

/**
 * Answers with its name, so that a test sees which server it reached. The container's environment has the name and the
 * mode.
 */
const PROGRAM = `
const { createServer } = require('node:http');
const settings = JSON.parse(process.argv[1]);
// Ends the process when a failed test does not.
setTimeout(() => process.exit(0), 600000);
// With a release file, the server is unhealthy until the test creates the file: Creating lasts as long. Then it serves
// or dies.
const [MODE = '', releaseFile] = (settings.MODE || '').split(':');
let unhealthy = MODE === 'unhealthy';
const waits = () => releaseFile !== undefined && !require('node:fs').existsSync(releaseFile);
const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    if (request.url === '/ping') return response.writeHead(waits() || unhealthy || MODE === 'dies' ? 500 : 200).end(() => !waits() && MODE === 'dies' && process.exit(1));
    const text = Buffer.concat(chunks).toString();
    if (text === 'fail-pings') unhealthy = true;
    if (text === 'break') return response.writeHead(500).end('the model broke');
    if (text === 'reject') return response.writeHead(400, { 'content-type': 'text/plain' }).end('wrong columns');
    if (text === 'exit') process.exit(3);
    response.writeHead(200, { 'content-type': request.headers.accept || 'text/csv', 'x-amzn-sagemaker-custom-attributes': request.headers['x-amzn-sagemaker-custom-attributes'] || 'none' });
    response.end(settings.NAME + ':' + text.length);
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

/** Starts a small model server for tests. When the model has an artifact, it is read from S3. */
export const fakeModelServer: StartModelServer = async ({ containers, context, dir }) => {
  const container = containers[0];
  if (container?.modelDataUrl !== undefined) {
    try {
      await context.files.read(container.modelDataUrl);
    } catch (error) {
      throw error instanceof ObjectFileError ? error : new Error(String(error));
    }
  }
  const child = spawn(process.execPath, ['-e', PROGRAM, JSON.stringify(container?.environment ?? {})], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  // As in the real one, the identity is written before anything else happens.
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'process.json'), JSON.stringify({ pid: child.pid, started: startedAt(child.pid ?? 0) }));
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const port = Number(line.toString());
  const pid = child.pid ?? 0;
  return {
    port,
    pid,
    started: startedAt(pid) ?? 'ended',
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
    healthy: async () => (await fetch(`http://127.0.0.1:${port}/ping`).catch(() => undefined))?.ok ?? false,
  };
};
