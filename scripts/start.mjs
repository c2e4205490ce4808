/**
 * `npm start`: sets up what is missing, then runs the whole loop on this machine. `npm start -- --keep` leaves everything
 * running afterwards.
 */
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setup } from './setup.mjs';

const root = resolve(fileURLToPath(import.meta.url), '../..');
const { node } = await setup({ what: 'run' });
const child = spawn(node, [join(root, 'local/demo/main.ts'), ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
// The child ends what it started; this process only waits for it.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => {
  process.exitCode = code ?? 130;
});
