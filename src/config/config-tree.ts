import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Diagnostic, diagnosticAt } from './diagnostic.ts';
import { graft, isNull, type MapNode, mergeNodes, type Node, nodeAt, type Path } from './node.ts';
import { parseYaml } from './parse-yaml.ts';
import { outsideRepository } from './repository.ts';
import { givenValue, type Place, sourceFile } from './source-file.ts';

/** Reads a file and parses it; a file that is not there is a diagnostic, or nothing when it is `optional`. */
export function readYaml(path: string, optional = false): { root?: MapNode; diagnostics: Diagnostic[] } {
  const name = path.replaceAll('\\', '/');
  const at = (message: string) => diagnosticAt({ source: sourceFile(name, ''), start: 0, end: 0 }, '', message);
  const outside = outsideRepository(path, path);
  if (outside !== undefined) return { diagnostics: [at(outside)] };
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    if (code === 'ENOENT' && optional) return { diagnostics: [] };
    const reasons: Record<string, string> = {
      ENOENT: 'there is no such file',
      ENOTDIR: 'there is no such file',
      EISDIR: 'is a folder, not a file',
      EACCES: 'may not be read',
    };
    return { diagnostics: [at(reasons[code] ?? `cannot be read (${code})`)] };
  }
  const { root, diagnostics } = parseYaml(name, bytes);
  return { ...(root ? { root } : {}), diagnostics };
}

/** Folder names under `environments/` beside config.yml, sorted; hidden ones are not environments. */
export function environmentNames(configFile: string): string[] {
  const directory = join(dirname(configFile), 'environments');
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .sort();
}

/** Keys of which a file names one; naming the one in an overlay takes back the other. */
const ALTERNATIVES = [
  ['presto', 'port', 'parameter'],
  ['training_step', 'query', 'query_file'],
  ['transform_step', 'query', 'query_file'],
] as const;

/** Keys of environment.yml that stand for one of config.yml. */
const SHORTHANDS = [
  ['region', ['aws', 'region']],
  ['role', ['aws', 'sagemaker_execution_role_name']],
  ['role_arn', ['aws', 'sagemaker_execution_role_arn']],
  ['bucket', ['aws', 's3_bucket']],
] as const;

/** config.yml as it is in one environment: `config:` of environment.yml and its shorthands laid over it. */
export function overlay(base: MapNode, environment: MapNode): MapNode {
  let root = base;
  const over = environment.entries.get('config')?.node;
  if (over?.kind === 'map') {
    for (const [section, ...keys] of ALTERNATIVES) {
      const given = nodeAt(over, [section]);
      const below = nodeAt(root, [section]);
      if (given?.kind !== 'map' || below?.kind !== 'map') continue;
      if (!keys.some((key) => given.entries.has(key))) continue;
      const entries = new Map(below.entries);
      for (const key of keys) entries.delete(key);
      const entry = root.entries.get(section);
      if (entry) root = graft(root, [section], { ...below, entries }, entry.key);
    }
    root = mergeNodes(root, over) as MapNode;
  }
  for (const [key, path] of SHORTHANDS) {
    const entry = environment.entries.get(key);
    if (entry && !isNull(entry.node)) root = graft(root, path, entry.node, entry.key);
  }
  return root;
}

/** A value that is given to the program and wins over every file. */
export function give(root: MapNode, path: Path, by: string, value: string | undefined, replaces?: Path): MapNode {
  if (value === undefined || value === '') return root;
  const place: Place = { source: givenValue(by, value), start: 0, end: value.length };
  const number = /^\d{1,9}$/.test(value) ? Number(value) : value;
  const node: Node = { kind: 'scalar', value: path.at(-1) === 'port' ? number : value, place };
  const rooted = replaces === undefined ? root : without(root, replaces);
  return graft(rooted, path, node, place);
}

function without(root: MapNode, path: Path): MapNode {
  const [section, key] = path;
  const below = nodeAt(root, [section ?? '']);
  const entry = root.entries.get(String(section));
  if (below?.kind !== 'map' || !entry) return root;
  const entries = new Map(below.entries);
  entries.delete(String(key));
  return graft(root, [section ?? ''], { ...below, entries }, entry.key);
}
