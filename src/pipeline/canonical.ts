import { createHash } from 'node:crypto';

/**
 * Writes a value as JSON in its only spelling: members sorted by UTF-16 code unit, no blanks, members without a value
 * left out. Two definitions are the same exactly when their canonical JSON is the same. So the canonical JSON is what is
 * hashed, compared and uploaded.
 * @throws TypeError for what JSON cannot hold (NaN, Infinity, functions). A definition with such a value is a defect.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value);
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`${value} cannot be written as JSON`);
      return JSON.stringify(value);
    case 'object':
      if (value === null) return 'null';
      if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
      return `{${Object.entries(value)
        .filter(([, member]) => member !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`)
        .join(',')}}`;
    default:
      throw new TypeError(`${typeof value} cannot be written as JSON`);
  }
}

/** Returns the SHA-256 of a text (as UTF-8) or of bytes, in lower-case hexadecimal. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
