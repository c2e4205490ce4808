import type { SourceSpan } from './source-file.ts';

/** A YAML value with the span of each of its parts. Files merge as nodes, so each value keeps its span. */
export type Node = ScalarNode | ListNode | MapNode;

export interface ScalarNode {
  kind: 'scalar';
  value: string | number | boolean | null;
  span: SourceSpan;
  /** Set for a quoted text. `span` includes both quotes. */
  quote?: "'" | '"';
}

export interface ListNode {
  kind: 'list';
  items: Node[];
  span: SourceSpan;
}

export interface MapNode {
  kind: 'map';
  entries: Map<string, Entry>;
  span: SourceSpan;
}

export interface Entry {
  /** Span of the key. */
  key: SourceSpan;
  node: Node;
}

export type Path = readonly (string | number)[];

/** A path as messages show it: `a.b.0`. */
export const dotted = (path: Path): string => path.join('.');

export const isNull = (node: Node): boolean => node.kind === 'scalar' && node.value === null;

/** A mapping without entries at a place of a file. */
export function emptyMap(span: SourceSpan): MapNode {
  return { kind: 'map', entries: new Map(), span };
}

/** The node at a path; undefined when the file has no such node. */
export function nodeAt(root: Node, path: Path): Node | undefined {
  let node: Node | undefined = root;
  for (const step of path) {
    if (node?.kind === 'map') node = node.entries.get(String(step))?.node;
    else if (node?.kind === 'list') node = node.items[Number(step)];
    else return undefined;
  }
  return node;
}

/** True when the path has a value that is not null. */
export function hasValue(root: Node, path: Path): boolean {
  const node = nodeAt(root, path);
  return node !== undefined && !isNull(node);
}

/** Span of the key at the end of a path. Items of a list have no key. */
export function keySpan(root: Node, path: Path): SourceSpan | undefined {
  const last = path.at(-1);
  if (last === undefined) return undefined;
  const parent = nodeAt(root, path.slice(0, -1));
  return parent?.kind === 'map' ? parent.entries.get(String(last))?.key : undefined;
}

/**
 * What a message about a path marks: the value; without a value, the key; without a key, the key of the nearest section
 * around it.
 */
export function spanOf(root: Node, path: Path): SourceSpan {
  const node = nodeAt(root, path);
  if (node && !isNull(node)) return node.span;
  const key = keySpan(root, path);
  if (key) return key;
  for (let length = path.length - 1; length > 0; length--) {
    const ancestor = path.slice(0, length);
    const span = keySpan(root, ancestor) ?? nodeAt(root, ancestor)?.span;
    if (span) return span;
  }
  return { ...root.span, end: root.span.start };
}

/**
 * Lays `over` over `base`: maps merge, lists and scalars replace. A key without a value in `over` removes the value of
 * `base`, so the default applies.
 */
export function mergeNodes(base: Node, over: Node): Node {
  if (base.kind !== 'map' || over.kind !== 'map') return over;
  const entries = new Map(base.entries);
  for (const [key, entry] of over.entries) {
    const below = entries.get(key);
    if (below && below.node.kind === 'map' && entry.node.kind === 'map') {
      entries.set(key, { key: below.key, node: mergeNodes(below.node, entry.node) });
    } else entries.set(key, entry);
  }
  return { kind: 'map', entries, span: base.span };
}

/** A copy of `root` with `node` at `path`. Adds the maps on the way. `key` is the span of the key. */
export function withNode(root: MapNode, path: Path, node: Node, key: SourceSpan): MapNode {
  const [step, ...rest] = path;
  if (step === undefined) return root;
  const entries = new Map(root.entries);
  const below = entries.get(String(step));
  if (rest.length === 0) entries.set(String(step), { key, node });
  else if (below && below.node.kind !== 'map' && !isNull(below.node)) {
    // The section is not a mapping. That is a mistake in the file, and the schema reports it.
    return root;
  } else {
    const parent = below?.node.kind === 'map' ? below.node : emptyMap(key);
    entries.set(String(step), { key: below?.key ?? key, node: withNode(parent, rest, node, key) });
  }
  return { ...root, entries };
}

/** A copy of `root` without some keys of one of its sections. */
export function withoutKeys(root: MapNode, section: string, keys: readonly string[]): MapNode {
  const entry = root.entries.get(section);
  if (entry?.node.kind !== 'map') return root;
  const entries = new Map(entry.node.entries);
  for (const key of keys) entries.delete(key);
  return withNode(root, [section], { ...entry.node, entries }, entry.key);
}

/** Aliases can turn a small file into a huge value. The conversion stops here. */
const MAX_NODES = 100_000;

export class TooManyNodes extends Error {}

/**
 * The plain value. Keys without a value are left out: `subnets:` means absent. Objects have no prototype, so a key such as
 * `__proto__` is a key like any other.
 * @throws TooManyNodes for a value of more than 100,000 nodes
 */
export function toValue(root: Node): unknown {
  let left = MAX_NODES;
  const convert = (node: Node): unknown => {
    if (left-- <= 0) throw new TooManyNodes();
    if (node.kind === 'scalar') return node.value;
    if (node.kind === 'list') return node.items.map(convert);
    const value: Record<string, unknown> = Object.create(null);
    for (const [key, entry] of node.entries) if (!isNull(entry.node)) value[key] = convert(entry.node);
    return value;
  };
  return convert(root);
}
