import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** The bytes of a file, or why they are not read. `code` is that of the system, such as `EACCES`. */
export type FileContent =
  | { bytes: Uint8Array }
  | { problem: 'missing' | 'folder' | 'not-regular' }
  | { problem: 'too-large'; size: number }
  | { problem: 'unreadable'; code: string };

/**
 * Reads a regular file of limited size. A pull request can put a link to a device or a named pipe in the place of a file: a
 * device may have no end, and a pipe waits for a writer. Neither is read.
 */
export function readRegularFile(path: string, maxBytes: number): FileContent {
  let file: number;
  try {
    // O_NONBLOCK: to open a pipe does not wait for its writer (open(2)). Windows has no such flag, and no such files.
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    return unopened((error as NodeJS.ErrnoException).code ?? 'unknown error');
  }
  try {
    const stats = fstatSync(file);
    if (stats.isDirectory()) return { problem: 'folder' };
    if (!stats.isFile()) return { problem: 'not-regular' };
    if (stats.size > maxBytes) return { problem: 'too-large', size: stats.size };
    return readUpTo(file, maxBytes);
  } catch (error) {
    return { problem: 'unreadable', code: (error as NodeJS.ErrnoException).code ?? 'unknown error' };
  } finally {
    closeSync(file);
  }
}

function unopened(code: string): FileContent {
  if (code === 'ENOENT' || code === 'ENOTDIR') return { problem: 'missing' };
  // Windows opens no folder. Nothing opens a socket (open(2), ENXIO).
  if (code === 'EISDIR') return { problem: 'folder' };
  return code === 'ENXIO' ? { problem: 'not-regular' } : { problem: 'unreadable', code };
}

/** The size of a file can be wrong: files of `/proc` have the size 0, and a file can grow. */
function readUpTo(file: number, maxBytes: number): FileContent {
  const chunks: Buffer[] = [];
  let size = 0;
  for (;;) {
    const chunk = Buffer.alloc(65_536);
    const length = readSync(file, chunk);
    if (length === 0) return { bytes: Buffer.concat(chunks) };
    size += length;
    if (size > maxBytes) return { problem: 'too-large', size };
    chunks.push(chunk.subarray(0, length));
  }
}

/** Why a file is not read, for a message that names the file before it. */
export function contentProblem(content: Exclude<FileContent, { bytes: Uint8Array }>, maxBytes: number): string {
  switch (content.problem) {
    case 'missing':
      return 'does not exist';
    case 'folder':
      return 'is a folder, not a file';
    case 'not-regular':
      return 'is not a regular file';
    case 'too-large':
      return `has ${content.size.toLocaleString('en-US')} bytes, more than ${maxBytes / 1_048_576} MiB`;
    case 'unreadable':
      return content.code === 'EACCES' ? 'may not be read' : `cannot be read (${content.code})`;
  }
}
