import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of this package and its version, found from where this code runs: the sources or the bundle in dist/. */
export function packageRoot(from: string = fileURLToPath(import.meta.url)): { dir: string; version: string } {
  for (let dir = dirname(from); ; dir = dirname(dir)) {
    const file = join(dir, 'package.json');
    // dist/package.json exists too: it belongs to a dependency and is recognised by its name.
    if (existsSync(file)) {
      const { name, version } = JSON.parse(readFileSync(file, 'utf8')) as { name?: string; version?: string };
      if (name === 'sagemaker-presto-gitops') return { dir, version: version ?? '0.0.0' };
    }
    if (dirname(dir) === dir) return { dir: process.cwd(), version: '0.0.0' };
  }
}
