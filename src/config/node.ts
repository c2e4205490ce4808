import type { Place } from './source-file.ts';

/** A YAML value that still knows where each part of it was written. Files merge as nodes, so places survive merging. */
export type Node = ScalarNode | ListNode | MapNode;

export interface ScalarNode {
  kind: 'scalar';
  value: string | number | boolean | null;
  place: Place;
  /** Of a quoted text; `place` holds both quotes. */
  quote?: "'" | '"';
}

export interface ListNode {
  kind: 'list';
  items: Node[];
  place: Place;
}

export interface MapNode {
  kind: 'map';
  entries: Map<string, Entry>;
  place: Place;
}

export interface Entry {
  /** Where the key stands. */
  key: Place;
  node: Node;
}

export type Path = readonly (string | number)[];

/** `a.b.0` */
export const dotted = (path: Path): string => path.join('.');

export const isNull = (node: Node): boolean => node.kind === 'scalar' && node.value === null;

export function emptyMap(place: Place): MapNode {
  return { kind: 'map', entries: new Map(), place };
}

/** The node at a path, if the file has one there. */
export function nodeAt(root: Node, path: Path): Node | undefined {
  let node: Node | undefined = root;
  for (const step of path) {
    if (node?.kind === 'map') node = node.entries.get(String(step))?.node;
    else if (node?.kind === 'list') node = node.items[Number(step)];
    else return undefined;
  }
  return node;
}

/** Where the key at the end of a path stands; items of a list have no key. */
export function keyAt(root: Node, path: Path): Place | undefined {
  const last = path.at(-1);
  if (last === undefined) return undefined;
  const parent = nodeAt(root, path.slice(0, -1));
  return parent?.kind === 'map' ? parent.entries.get(String(last))?.key : undefined;
}

/**
 * Where to point for a path: at the value; where there is none, at the key; and where that is missing too, at the key
 * of the section that lacks it.
 */
export function placeOf(root: Node, path: Path): Place {
  const node = nodeAt(root, path);
  if (node && !isNull(node)) return node.place;
  const key = keyAt(root, path);
  if (key) return key;
  for (let length = path.length - 1; length > 0; length--) {
    const ancestor = path.slice(0, length);
    const place = keyAt(root, ancestor) ?? nodeAt(root, ancestor)?.place;
    if (place) return place;
  }
  return { ...root.place, end: root.place.start };
}

/**
 * `over` laid over `base`: maps merge, lists and scalars replace. A key without a value in `over` takes the value away,
 * so that the default applies.
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
  return { kind: 'map', entries, place: base.place };
}

/** A copy of `root` with `node` at `path`; maps on the way are made. `key` is where its key stands. */
export function graft(root: MapNode, path: Path, node: Node, key: Place): MapNode {
  const [step, ...rest] = path;
  if (step === undefined) return root;
  const entries = new Map(root.entries);
  const below = entries.get(String(step));
  if (rest.length === 0) entries.set(String(step), { key, node });
  else if (below && below.node.kind !== 'map' && !isNull(below.node)) {
    // Not a section: that is a mistake of the file, and it is to be found by who judges the tree.
    return root;
  } else {
    const parent = below?.node.kind === 'map' ? below.node : emptyMap(key);
    entries.set(String(step), { key: below?.key ?? key, node: graft(parent, rest, node, key) });
  }
  return { ...root, entries };
}

/** Aliases may make a small file a huge value: materialising stops here. */
const MOST_NODES = 100_000;

export class TooManyNodes extends Error {}

/**
 * The plain value. Keys without a value are left out: `subnets:` means absent. Objects have no prototype, so that a key
 * such as `__proto__` is a key like any other.
 */
export function toValue(root: Node): unknown {
  let left = MOST_NODES;
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
