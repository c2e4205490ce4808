import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Root of the checkout that a folder is in, found without git; undefined when the folder is in no checkout. */
export function findCheckout(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return undefined;
  }
}

/** Root of the checkout that a folder is in; the folder itself when it is in no checkout. */
export const checkoutRoot = (folder: string): string => findCheckout(folder) ?? folder;
