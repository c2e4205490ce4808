// @ts-check
import { join } from 'node:path';
import { TestEnvironment as NodeEnvironment } from 'jest-environment-node';
import { startServers } from './shared-servers.mjs';
import { suiteServers } from './suite-servers.mjs';

/** @typedef {import('./suite-servers.mjs').Servers} Servers */

/**
 * The environment of a suite. It gives the suite the shared servers that it asks for (suite-servers.mjs), and no variables of
 * others. `npm test` has the servers running and passes their variables in MLOPS_TEST_SERVERS. Otherwise they start here, once
 * for all suites of a run, in the folder MLOPS_TEST_SERVERS_FOLDER.
 */
export default class TestEnvironment extends NodeEnvironment {
  /** @type {Servers | undefined} */
  #servers;
  /** What the variables of the servers were before. @type {Record<string, string | undefined>} */
  #before = {};

  /**
   * @param {import('@jest/environment').JestEnvironmentConfig} config
   * @param {import('@jest/environment').EnvironmentContext} context
   */
  constructor(config, context) {
    super(config, context);
    this.#servers = suiteServers(context.testPath);
  }

  /** @override */
  async setup() {
    await super.setup();
    if (this.#servers === undefined || this.#servers === 'own') return;
    const variables = await variablesOf(this.#servers);
    this.#before = Object.fromEntries(Object.keys(variables).map((name) => [name, process.env[name]]));
    // The suite sees a copy of the environment; a program that it starts without naming an environment gets the real one.
    Object.assign(process.env, variables);
    Object.assign(this.global.process.env, variables);
  }

  /** @override */
  async teardown() {
    for (const [name, value] of Object.entries(this.#before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    await super.teardown();
  }
}

/** The variables of the servers that this process started. @type {Map<Servers, Promise<Record<string, string>>>} */
const started = new Map();

/** @param {Servers} servers @returns {Promise<Record<string, string>>} */
async function variablesOf(servers) {
  const { MLOPS_TEST_SERVERS: running, MLOPS_TEST_SERVERS_FOLDER: folder } = process.env;
  if (running !== undefined) return onlyOf(servers, JSON.parse(running));
  if (folder === undefined) throw new Error('this suite needs servers: run it with npm test or npm run test:unit');
  const variables = started.get(servers) ?? startServers(join(folder, servers), [servers]);
  started.set(servers, variables);
  return variables;
}

/**
 * Leaves PrestoDB out for a suite that asks for moto alone, so that it gets the same here as from `test:unit`.
 * @param {Servers} servers @param {Record<string, string>} variables
 */
function onlyOf(servers, variables) {
  if (servers === 'presto') return variables;
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !name.includes('PRESTO')));
}
