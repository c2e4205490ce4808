// @ts-check
import { readFileSync } from 'node:fs';

/**
 * The servers that a suite asks for in its first comment:
 *
 *   @servers presto    PrestoDB, and moto (S3, Secrets Manager, …)
 *   @servers moto      moto alone, which starts in 2 s instead of 11
 *   @servers own       no shared server; the suite starts server programs itself
 *
 * @typedef {'presto' | 'moto' | 'own'} Servers
 */

const SERVERS = ['presto', 'moto', 'own'];

/**
 * Reads which servers a suite asks for. `undefined`: it starts no server.
 * @param {string} suite path of the file
 * @returns {Servers | undefined}
 */
export function suiteServers(suite) {
  const [comment = ''] = /^\s*\/\*\*[\s\S]*?\*\//.exec(readFileSync(suite, 'utf8')) ?? [];
  const [, name] = /@servers\s+(\S+)/.exec(comment) ?? [];
  if (name === undefined) return undefined;
  if (!SERVERS.includes(name)) throw new Error(`${suite}: @servers takes ${SERVERS.join(', ')}, not ${name}`);
  return /** @type {Servers} */ (name);
}
