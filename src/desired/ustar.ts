/** One file of an archive: its path, with `/` between folders, and its bytes. */
export interface ArchivedFile {
  path: string;
  bytes: Uint8Array;
}

/** Bytes of a block: headers and contents fill whole blocks. */
const BLOCK = 512;

/**
 * Makes a tar archive of plain files in the ustar format (POSIX.1-1988). All files have mode 0644, owner 0 and time 0, so
 * the archive depends on names and bytes alone, and not on the machine that checked the files out.
 * @throws RangeError for a path that ustar cannot hold (255 bytes, the last 100 after a slash)
 */
export function ustar(files: readonly ArchivedFile[]): Buffer {
  const blocks: Uint8Array[] = [];
  for (const { path, bytes } of files) {
    blocks.push(header(path, bytes.length), bytes);
    const remainder = bytes.length % BLOCK;
    if (remainder > 0) blocks.push(Buffer.alloc(BLOCK - remainder));
  }
  // Two empty blocks end an archive.
  blocks.push(Buffer.alloc(2 * BLOCK));
  return Buffer.concat(blocks);
}

function header(path: string, size: number): Buffer {
  const [prefix, name] = splitPath(path);
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, offset: number, length: number) =>
    block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, offset, 'latin1');
  block.write(name, 0, 'utf8');
  octal(0o644, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(0, 136, 12);
  block.write('        0', 148, 'latin1');
  block.write('ustar\x0000', 257, 'latin1');
  octal(0, 329, 8);
  octal(0, 337, 8);
  block.write(prefix, 345, 'utf8');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

/** A path of more than 100 bytes goes into two fields. It is cut at a slash. */
function splitPath(path: string): [prefix: string, name: string] {
  const bytes = (text: string) => Buffer.byteLength(text, 'utf8');
  if (bytes(path) <= 100) return ['', path];
  for (let slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
    const prefix = path.slice(0, slash);
    const name = path.slice(slash + 1);
    if (bytes(prefix) <= 155 && bytes(name) <= 100 && name !== '') return [prefix, name];
  }
  throw new RangeError(`${path}: the path is too long for an archive`);
}
