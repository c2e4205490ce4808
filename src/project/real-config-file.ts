import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * Returns the absolute path of a configuration file, with links resolved. A file that is missing keeps its path: it can be in a
 * commit and not in the work tree, and otherwise its reader reports it.
 */
export function realConfigFile(file: string): string {
  try {
    return realpathSync(resolve(file));
  } catch {
    return resolve(file);
  }
}
