import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Root of the checkout that a folder is in, found without git; undefined when it is in none. */
export function findCheckout(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return undefined;
  }
}

/** The same; the folder itself when it is in no checkout. */
export const checkoutRoot = (folder: string): string => findCheckout(folder) ?? folder;
