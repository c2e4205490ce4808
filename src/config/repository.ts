import { realpathSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { findCheckout } from './checkout-root.ts';

/**
 * Returns why a file is not part of what is reviewed; undefined when it is, or when it does not exist. The content of a file can
 * be shown in a comment, so a pull request must not name a file of the machine that runs it. `.git` belongs to that machine
 * too: a checkout keeps its token there.
 * @param configuration path of the configuration file that names the file
 */
export function outsideRepository(file: string, configuration: string): string | undefined {
  const root = repositoryOf(configuration);
  const written = resolve(file);
  let real: string;
  try {
    if (!isInside(root, written)) return OUTSIDE;
    real = realpathSync.native(written);
  } catch {
    return undefined;
  }
  return isInside(realpathSync.native(root), real) ? undefined : OUTSIDE;
}

/** True when the path of a file has a symbolic link below the root of its repository. */
export function isLinked(file: string, configuration: string): boolean {
  const root = repositoryOf(configuration);
  return relative(realpathSync.native(root), realpathSync.native(file)) !== relative(root, resolve(file));
}

const OUTSIDE = 'leads out of the repository: only what is in it is reviewed';

function isInside(root: string, file: string): boolean {
  const path = relative(root, file);
  const first = path.split(sep)[0] ?? '';
  return first !== '..' && first.toLowerCase() !== '.git' && !isAbsolute(path);
}

/** The nearest checkout above a configuration file; outside of a checkout, the folder of config.yml. */
function repositoryOf(configuration: string): string {
  const folder = dirname(resolve(configuration));
  const checkout = findCheckout(folder);
  if (checkout !== undefined) return checkout;
  const above = dirname(folder);
  return above.endsWith(`${sep}environments`) ? dirname(above) : folder;
}
