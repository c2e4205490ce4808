import { crc32 } from 'node:zlib';

/** The largest stored block of deflate in bytes (RFC 1951, 3.2.4). */
const MAX_STORED_BLOCK = 65_535;

/**
 * Makes a gzip file (RFC 1952) that stores its content uncompressed. Compressed bytes differ between versions of zlib, and
 * so between versions of Node. Stored bytes never differ, so their digest can be an address.
 */
export function gzipStored(content: Uint8Array): Buffer {
  const parts: Uint8Array[] = [
    // Magic, deflate, no flags, no time, no extra flags, unknown operating system.
    Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]),
  ];
  let offset = 0;
  do {
    const block = content.subarray(offset, offset + MAX_STORED_BLOCK);
    offset += block.length;
    const header = Buffer.alloc(5);
    header.writeUInt8(offset >= content.length ? 1 : 0, 0);
    header.writeUInt16LE(block.length, 1);
    header.writeUInt16LE(~block.length & 0xffff, 3);
    parts.push(header, block);
  } while (offset < content.length);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(content), 0);
  trailer.writeUInt32LE(content.length >>> 0, 4);
  parts.push(trailer);
  return Buffer.concat(parts);
}
