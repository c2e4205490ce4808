import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ObjectFileError } from '../../../../local/sagemaker/object-files.ts';
import type { StartModelServer } from '../../../../local/sagemaker/runtime/fleet.ts';
import { startedAt } from '../../../../scripts/lib/process-identity.mjs';

/** Answers with its own settings, so that a test sees which server it reached; settings come from the container's environment. */
const PROGRAM = `
const { createServer } = require('node:http');
const settings = JSON.parse(process.argv[1]);
// Whatever a failing test forgets.
setTimeout(() => process.exit(0), 600000);
// Held until a test makes that file, so that Creating lasts as long as the test looks at it; then it serves, or dies.
const [MODE = '', gate] = (settings.MODE || '').split(':');
let sick = MODE === 'sick';
const held = () => gate !== undefined && !require('node:fs').existsSync(gate);
const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    if (request.url === '/ping') return response.writeHead(held() || sick || MODE === 'dies' ? 500 : 200).end(() => !held() && MODE === 'dies' && process.exit(1));
    const text = Buffer.concat(chunks).toString();
    if (text === 'sicken') sick = true;
    if (text === 'break') return response.writeHead(500).end('the model broke');
    if (text === 'refuse') return response.writeHead(400, { 'content-type': 'text/plain' }).end('wrong columns');
    if (text === 'exit') process.exit(3);
    response.writeHead(200, { 'content-type': request.headers.accept || 'text/csv', 'x-amzn-sagemaker-custom-attributes': request.headers['x-amzn-sagemaker-custom-attributes'] || 'none' });
    response.end(settings.NAME + ':' + text.length);
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

/** A model server for tests: a process of its own, with the artifact really read from S3 when the model has one. */
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
  // As the real one does, before anything can happen to the process that starts it.
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
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
    healthy: async () => (await fetch(`http://127.0.0.1:${port}/ping`).catch(() => undefined))?.ok ?? false,
  };
};
