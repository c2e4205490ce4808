// @ts-check
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the checkout. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Everything that set-up downloads or writes; git-ignored. */
export const LOCAL = join(ROOT, '.local');

/** Version of the Presto server, as in local/presto/pom.xml. */
export const PRESTO_VERSION = '0.296';

/** Folder with `lib/` and `plugin/` of the Presto server. */
export const PRESTO_HOME = join(LOCAL, 'presto', PRESTO_VERSION);

/** Virtual environment of the platform: moto, botocore, optuna. */
export const TOOLS = join(LOCAL, 'tools');

/** Virtual environment of the tests: pytest, mypy, ruff, the AWS CLI, the SageMaker SDK, zizmor, cfn-lint. */
export const TEST_TOOLS = join(LOCAL, 'test-tools');

/** Programs built for the tests: act, actionlint. */
export const BIN = join(LOCAL, 'bin');

/** Sources of the published SageMaker toolkits, which a test compares the local containers with. */
export const TOOLKITS = join(LOCAL, 'toolkits');

/** The bundle of mermaid, which the tests parse the graphs of the reports with. */
export const MERMAID = join(LOCAL, 'mermaid');

/** @param {string} environment folder of a virtual environment */
export function pythonOf(environment) {
  return join(environment, 'bin', 'python');
}

/**
 * The Node 24 that npm brought for this machine (an optional dependency per operating system and processor), or the
 * running one when it is 24 or newer.
 * @returns {string | undefined}
 */
export function nodeBinary(root = ROOT) {
  const system = `${process.platform}-${process.arch}`;
  for (const name of [`node-${system}`, `node-bin-${system}`]) {
    const candidate = join(root, 'node_modules', name, 'bin', 'node');
    if (existsSync(candidate)) return candidate;
  }
  return Number(process.versions.node.split('.')[0]) >= 24 ? process.execPath : undefined;
}

/**
 * The Node 24 of this checkout, for programs that run after set-up.
 * @throws {Error} when set-up has not brought it
 */
export function installedNode() {
  const node = nodeBinary();
  if (node === undefined) throw new Error('Node 24 is missing here: run `npm run setup`');
  return node;
}
