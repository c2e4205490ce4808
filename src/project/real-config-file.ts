import { lstatSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { findCheckout, outsideRepository } from '../config/index.ts';
import { Failure } from '../failure.ts';

/**
 * Returns the absolute path of a configuration file, with links resolved. A file that is missing keeps its path: it can be in a
 * commit and not in the work tree, and otherwise its reader reports it.
 * @throws Failure `config_invalid` for a link that leads out of the repository: a line of the file that it leads to could be
 * shown, and only what is in the repository is reviewed
 */
export function realConfigFile(file: string): string {
  refuseLinkOut(file);
  try {
    return realpathSync(resolve(file));
  } catch {
    return resolve(file);
  }
}

function refuseLinkOut(file: string): void {
  const written = resolve(file);
  const parts = relative(process.cwd(), written).split(sep);
  // The folders above the working directory are the machine's own, and may be links.
  const own = parts[0] === '..' ? [] : parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join(sep));
  for (const path of [...own, written]) {
    const link = inRealFolder(resolve(path));
    if (link === undefined || !isLink(link)) continue;
    // Outside of a checkout there is no repository that a folder could leave.
    if (path !== written && findCheckout(dirname(link)) === undefined) continue;
    if (outsideRepository(link, link) === undefined) continue;
    const shown = path === written ? file : path;
    throw new Failure('config_invalid', `${shown} is a link that leads out of the repository`, {
      way_out: 'Copy the file into the repository: only what is in it is reviewed.',
    });
  }
}

/** The path with the links of its folder resolved; undefined when there is no such folder. */
function inRealFolder(path: string): string | undefined {
  try {
    return join(realpathSync.native(dirname(path)), basename(path));
  } catch {
    return undefined;
  }
}

const isLink = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
