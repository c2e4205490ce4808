import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { contentProblem, readRegularFile } from '../config/regular-file.ts';
import { Failure } from '../failure.ts';
import { sha256 } from '../pipeline/canonical.ts';
import { gzipStored } from './gzip-stored.ts';
import { type ArchivedFile, ustar } from './ustar.ts';

/** The container scripts as the archive that SageMaker's containers unpack. */
export interface SourcePackage {
  /** sourcedir.tar.gz. The same files give the same bytes on every machine and with every version of Node. */
  bytes: Uint8Array;
  /** SHA-256 of the bytes, hexadecimal. */
  sha256: string;
  /** The files in the archive, sorted by path. */
  files: readonly ArchivedFile[];
}

/** Makes the same package without requirements.txt, for a container that has no network and cannot install anything. */
export function withoutRequirements(source: SourcePackage): SourcePackage {
  return pack(source.files.filter(({ path }) => path !== 'requirements.txt'));
}

/** Scripts are kilobytes. A larger folder has data or a virtual environment in it. */
const MAX_BYTES = 20 * 1024 * 1024;

/** Files and folders that do not run in a container. */
const IGNORED_FOLDERS = new Set(['__pycache__', 'tests', 'test', 'node_modules', 'build', 'dist']);
const IGNORED_FILES = /^(pyproject\.toml|setup\.cfg|uv\.lock|.*\.py[co]|.*~)$/;

/**
 * Packs a folder of scripts. Hidden files, byte code, tests and the files of development tools are left out.
 * @throws Failure `config_invalid` when the folder is missing, has no script, is larger than 20 MiB, or has a symbolic
 *   link that leads out of it
 */
export function packageSource(directory: string): SourcePackage {
  const root = resolveFolder(directory);
  const found = collectFiles(root, { root, directory, trail: [root] });
  refuseLargeFolder(found, directory);
  const files = found.map(({ path, file }) => ({ path, bytes: readScript(file, `${directory}/${path}`) }));
  if (files.length === 0) {
    throw new Failure('config_invalid', `${directory}: this folder has no script`, {
      way_out: 'Name the folder of the container scripts in scripts.source_dir.',
    });
  }
  return packSorted(files, directory);
}

function resolveFolder(directory: string): string {
  const real = statSync(directory, { throwIfNoEntry: false });
  if (real?.isDirectory()) return realpathSync(directory);
  throw new Failure('config_invalid', `${directory}: ${real ? 'this is not a folder' : 'this folder does not exist'}`, {
    way_out: 'Name the folder of the container scripts in scripts.source_dir.',
  });
}

/** A file that is to be packed. */
interface FoundFile {
  /** Path in the package. */
  path: string;
  /** Real path. */
  file: string;
  size: number;
}

/** The sizes are known before a byte is read. */
function refuseLargeFolder(files: readonly FoundFile[], directory: string): void {
  const total = files.reduce((sum, { size }) => sum + size, 0);
  if (total <= MAX_BYTES) return;
  const largest = [...files].sort((a, b) => b.size - a.size)[0];
  const figure = total.toLocaleString('en-US');
  throw new Failure('config_invalid', `${directory}: the files have ${figure} bytes, more than 20 MiB`, {
    way_out: `Move data out of the folder. The largest file is ${largest?.path}.`,
  });
}

function readScript(file: string, place: string): Uint8Array {
  const content = readRegularFile(file, MAX_BYTES);
  if ('bytes' in content) return content.bytes;
  throw new Failure('config_invalid', `${place} ${contentProblem(content, MAX_BYTES)}`, {
    way_out: 'Remove it from the folder of the container scripts, or allow this user to read it.',
  });
}

function packSorted(files: readonly ArchivedFile[], directory: string): SourcePackage {
  // By code unit, not by locale: the order is part of the bytes.
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  try {
    return pack(sorted);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Failure('config_invalid', `${directory}: ${error.message}`, {
      way_out: 'Use shorter names of files and folders.',
    });
  }
}

function pack(files: readonly ArchivedFile[]): SourcePackage {
  const bytes = gzipStored(ustar(files));
  return { bytes, sha256: sha256(bytes), files };
}

interface Walk {
  /** Real path of the folder of scripts. */
  root: string;
  /** The folder as the user named it, for messages. */
  directory: string;
  /** Real paths of the folders from the root to this one. A link to one of them would lead round for ever. */
  trail: readonly string[];
}

function collectFiles(folder: string, walk: Walk): FoundFile[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (name.startsWith('.') || IGNORED_FILES.test(name)) return [];
    const real = lstatSync(path).isSymbolicLink() ? followLink(path, walk) : path;
    const stats = statSync(real);
    if (stats.isDirectory()) {
      if (IGNORED_FOLDERS.has(name) || walk.trail.includes(real)) return [];
      return collectFiles(real, { ...walk, trail: [...walk.trail, real] }).map((file) => ({
        ...file,
        path: `${name}/${file.path}`,
      }));
    }
    return stats.isFile() ? [{ path: name, file: real, size: stats.size }] : [];
  });
}

/** Returns the real path that a symbolic link leads to. */
function followLink(link: string, { root, directory }: Walk): string {
  const place = `${directory}/${relative(root, link).split(sep).join('/')}`;
  let real: string;
  try {
    real = realpathSync.native(link);
  } catch {
    throw new Failure('config_invalid', `${place}: the target of this symbolic link does not exist`, {
      way_out: 'Remove the link.',
    });
  }
  if (real !== root && !real.startsWith(root + sep)) {
    throw new Failure('config_invalid', `${place}: this symbolic link leads out of the folder`, {
      way_out: 'Copy the file into the folder: only files in it are reviewed and uploaded.',
    });
  }
  return real;
}
