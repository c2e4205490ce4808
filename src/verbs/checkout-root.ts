import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Root of the checkout that a folder is in, found without git; the folder itself when it is in none. */
export function checkoutRoot(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return folder;
  }
}
