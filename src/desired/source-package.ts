import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { Failure } from '../failure.ts';
import { sha256 } from '../pipeline/canonical.ts';
import { gzipStored } from './gzip-stored.ts';
import { type ArchivedFile, ustar } from './ustar.ts';

/** The container scripts as the archive that SageMaker's containers unpack. */
export interface SourcePackage {
  /** sourcedir.tar.gz. The same files give the same bytes on every machine and every version of Node. */
  bytes: Uint8Array;
  sha256: string;
  /** What is in the archive, sorted by path. */
  files: readonly ArchivedFile[];
}

/** The same package for a container that cannot install anything, as it has no network. */
export function withoutRequirements(source: SourcePackage): SourcePackage {
  return packed(source.files.filter(({ path }) => path !== 'requirements.txt'));
}

/** Scripts are kilobytes; more than this is data or a virtual environment that got into the folder. */
const MOST_BYTES = 20 * 1024 * 1024;

/** What a folder of scripts holds besides what runs in a container. */
const IGNORED_FOLDERS = new Set(['__pycache__', 'tests', 'test', 'node_modules', 'build', 'dist']);
const IGNORED_FILES = /^(pyproject\.toml|setup\.cfg|uv\.lock|.*\.py[co]|.*~)$/;

/**
 * Packs a folder of scripts. Hidden files, byte code, tests and the files of development tools stay out.
 * @throws Failure `config_invalid` when the folder is missing, has nothing to pack, is larger than 20 MiB, or has a
 *   symbolic link that leads out of it.
 */
export function packageSource(directory: string): SourcePackage {
  const root = realFolder(directory);
  const files = collect(root, root, directory, [root]);
  if (files.length === 0) {
    throw new Failure('config_invalid', `${directory}: there is no script in this folder`, {
      wayOut: 'Name the folder that holds the container scripts in scripts.source_dir.',
    });
  }
  return archive(files, directory);
}

function realFolder(directory: string): string {
  const real = statSync(directory, { throwIfNoEntry: false });
  if (real?.isDirectory()) return realpathSync(directory);
  throw new Failure('config_invalid', `${directory}: ${real ? 'this is not a folder' : 'there is no such folder'}`, {
    wayOut: 'Name the folder that holds the container scripts in scripts.source_dir.',
  });
}

function archive(files: readonly ArchivedFile[], directory: string): SourcePackage {
  // By code unit, not by locale: the order is part of the bytes.
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const size = sorted.reduce((total, file) => total + file.bytes.length, 0);
  if (size > MOST_BYTES) {
    const largest = [...sorted].sort((a, b) => b.bytes.length - a.bytes.length)[0];
    throw new Failure(
      'config_invalid',
      `${directory}: ${size.toLocaleString('en-US')} bytes of scripts, more than 20 MiB`,
      {
        wayOut: `Move data out of the folder; the largest file is ${largest?.path}.`,
      },
    );
  }
  try {
    return packed(sorted);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Failure('config_invalid', `${directory}: ${error.message}`, {
      wayOut: 'Use shorter names of files and folders.',
    });
  }
}

function packed(files: readonly ArchivedFile[]): SourcePackage {
  const bytes = gzipStored(ustar(files));
  return { bytes, sha256: sha256(bytes), files };
}

/** @param trail real folders on the way here, so that a link to one of them ends instead of going round for ever. */
function collect(folder: string, root: string, shown: string, trail: readonly string[]): ArchivedFile[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (name.startsWith('.') || IGNORED_FILES.test(name)) return [];
    const real = lstatSync(path).isSymbolicLink() ? followed(path, root, shown) : path;
    const stats = statSync(real);
    if (stats.isDirectory()) {
      if (IGNORED_FOLDERS.has(name) || trail.includes(real)) return [];
      return collect(real, root, shown, [...trail, real]).map((file) => ({
        path: `${name}/${file.path}`,
        bytes: file.bytes,
      }));
    }
    return stats.isFile() ? [{ path: name, bytes: readFileSync(real) }] : [];
  });
}

function followed(link: string, root: string, shown: string): string {
  const place = `${shown}/${relative(root, link).split(sep).join('/')}`;
  let real: string;
  try {
    real = realpathSync.native(link);
  } catch {
    throw new Failure('config_invalid', `${place}: this symbolic link leads nowhere`, { wayOut: 'Remove it.' });
  }
  if (real !== root && !real.startsWith(root + sep)) {
    throw new Failure('config_invalid', `${place}: this symbolic link leads out of the folder`, {
      wayOut: 'Copy the file into the folder: only what is in it is reviewed and uploaded.',
    });
  }
  return real;
}
