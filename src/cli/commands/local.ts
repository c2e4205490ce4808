import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../failure.ts';

/**
 * `mlops local …` belongs to the platform of this machine, which exists in a checkout only: its sources are TypeScript and
 * run on the Node 24 that the set-up installed there. Returns the exit code of that process.
 */
export async function local(argv: string[], root: string): Promise<number> {
  const script = join(root, 'local/platform/main.ts');
  const node = join(root, 'node_modules/.bin/node');
  if (!existsSync(script) || !existsSync(node)) {
    throw new Failure(
      'usage',
      'The local platform is part of a checkout of sagemaker-presto-gitops, and this is none',
      {
        way_out: 'git clone the repository, run `npm run setup` in it, and call `npx mlops local` there.',
      },
    );
  }
  const child = spawn(node, [script, ...argv], { stdio: 'inherit' });
  // Ctrl-C reaches the child through the terminal; this process only waits for it.
  const ignore = () => {};
  process.on('SIGINT', ignore);
  try {
    return await new Promise<number>((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
    });
  } finally {
    process.off('SIGINT', ignore);
  }
}
