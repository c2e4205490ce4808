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

/** What set-up brings for each kind of server: names of steps, and their prefixes. */
const STEPS_OF = {
  moto: ['tools'],
  presto: ['tools', 'container-', 'presto'],
  own: ['tools', 'container-', 'presto', 'test-tools', 'toolkits', 'go-tools'],
};

/**
 * True when a suite needs what a step of set-up brings. npm is not looked at: every suite needs it.
 * @param {string} suite path of the file
 * @param {string} step name of the step
 */
export function needsStep(suite, step) {
  // The graphs of a plan are drawn by mermaid in the process of the suite.
  if (step === 'mermaid') return readFileSync(suite, 'utf8').includes('support/mermaid');
  const servers = suiteServers(suite);
  return (
    servers !== undefined &&
    STEPS_OF[servers].some((name) => step === name || (name.endsWith('-') && step.startsWith(name)))
  );
}

/**
 * The suites that a run names: all without a name; else those whose path has one of the names in it, as jest takes them.
 * @param {readonly string[]} suites paths from the root
 * @param {readonly string[]} names
 */
export function namedSuites(suites, names) {
  const patterns = names.map((name) => new RegExp(name.replace(/^\.\//, ''), 'i'));
  return patterns.length === 0
    ? [...suites]
    : suites.filter((suite) => patterns.some((pattern) => pattern.test(suite)));
}
