import { hasValue, type MapNode, mergeNodes, type Node, nodeAt, type Path, withNode, withoutKeys } from './node.ts';
import { type SourceSpan, valueSource } from './source-file.ts';

/** Keys of which a file has one. A key of an overlay replaces the other key too. */
const ALTERNATIVES = [
  ['presto', 'port', 'parameter'],
  ['training_step', 'query', 'query_file'],
  ['transform_step', 'query', 'query_file'],
] as const;

/** Keys of environment.yml, with the paths of config.yml that they stand for. */
const SHORTHANDS = [
  ['region', ['aws', 'region']],
  ['role', ['aws', 'sagemaker_execution_role_name']],
  ['role_arn', ['aws', 'sagemaker_execution_role_arn']],
  ['bucket', ['aws', 's3_bucket']],
] as const;

/** config.yml in one environment: `config` of environment.yml and its shorthands are laid over it. */
export function overlay(base: MapNode, environment: MapNode): MapNode {
  let root = base;
  const over = nodeAt(environment, ['config']);
  if (over?.kind === 'map') {
    for (const [section, ...keys] of ALTERNATIVES) {
      const ofOverlay = nodeAt(over, [section]);
      if (ofOverlay?.kind === 'map' && keys.some((key) => ofOverlay.entries.has(key))) {
        root = withoutKeys(root, section, keys);
      }
    }
    root = mergeNodes(root, over) as MapNode;
  }
  for (const [key, path] of SHORTHANDS) {
    const entry = environment.entries.get(key);
    if (entry && hasValue(environment, [key])) root = withNode(root, path, entry.node, entry.key);
  }
  return root;
}

/** Key of environment.yml that a value of config.yml was overlaid with; `path` is its path in config.yml. */
export function keyOfOverlay(environment: MapNode, path: string): string {
  const shorthand = SHORTHANDS.find(([key, target]) => target.join('.') === path && hasValue(environment, [key]));
  return shorthand === undefined ? `config.${path}` : shorthand[0];
}

/** Values that are in no file: options and environment variables. */
export interface OutsideValue {
  path: readonly [section: string, key: string];
  /** Absent or empty: there is no such value. */
  value: string | undefined;
  /** Where the value comes from: "environment variable PRESTO_HOST". */
  from: string;
  /** A key of the same section that the value replaces too. */
  replaces?: string;
}

/** A copy of the tree with a value that wins over every file. */
export function withOutsideValue(root: MapNode, { path, value, from, replaces }: OutsideValue): MapNode {
  if (value === undefined || value === '') return root;
  const span: SourceSpan = { source: valueSource(from, value), start: 0, end: value.length };
  const node: Node = { kind: 'scalar', value: scalarAt(path, value), span };
  const rest = replaces === undefined ? root : withoutKeys(root, path[0], [replaces]);
  return withNode(rest, path, node, span);
}

/** A port is a number, in a variable too. */
function scalarAt(path: Path, value: string): string | number {
  return path.at(-1) === 'port' && /^\d{1,9}$/.test(value) ? Number(value) : value;
}
