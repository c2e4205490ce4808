/**
 * `npm start`: sets up what is missing, then runs the whole loop on this machine. `npm start -- --keep` leaves everything
 * running afterwards.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { nodeBinary, ROOT as root } from './lib/paths.mjs';
import { setUpOrExit } from './lib/set-up-or-exit.mjs';

await setUpOrExit('start');
const node = nodeBinary();
const child = spawn(node, [join(root, 'local/demo/main.ts'), ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
// The child ends what it started; this process only waits for it.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => {
  process.exitCode = code ?? 130;
});
