// @ts-check
/**
 * `npm start`: sets up what is missing, then runs the whole loop on this machine. `npm start -- --keep` leaves everything
 * running afterwards.
 */
import { join } from 'node:path';
import { forwardSignals, runInForeground } from './lib/foreground.mjs';
import { installedNode, ROOT } from './lib/paths.mjs';
import { setUpOrExit } from './lib/set-up-or-exit.mjs';

await setUpOrExit('start');
// The child ends what it started; this process only waits for it.
forwardSignals();
process.exitCode = await runInForeground(installedNode(), [join(ROOT, 'local/demo/main.ts'), ...process.argv.slice(2)]);
