export interface Difference {
  path: string;
  /** Absent when ours adds something. */
  reference?: unknown;
  /** Absent when ours does not have it. */
  ours?: unknown;
}

/**
 * Lists what differs between two definitions in meaning. Lists of named things are compared by name and arguments by
 * option, so their order has no meaning. A subtree that only one side has is one difference, at its root.
 */
export function structuralDiff(reference: unknown, ours: unknown, path = ''): Difference[] {
  const a = asMap(reference);
  const b = asMap(ours);
  if (a && b) {
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) => {
      const at = path === '' ? key : `${path}.${key}`;
      if (!Object.hasOwn(b, key)) return [{ path: at, reference: a[key] }];
      if (!Object.hasOwn(a, key)) return [{ path: at, ours: b[key] }];
      return structuralDiff(a[key], b[key], at);
    });
  }
  return JSON.stringify(reference) === JSON.stringify(ours) ? [] : [{ path, reference, ours }];
}

const NAMES = ['Name', 'InputName', 'OutputName', 'ChannelName', 'PropertyFileName', 'Key'];

/** Returns a value as a map of its members, if it has members. An expression (`Get`, `Std:Join`) has none. */
function asMap(value: unknown): Record<string, unknown> | undefined {
  if (Array.isArray(value)) {
    if (value.length > 0 && value.length % 2 === 0 && value.every((each, i) => i % 2 === 1 || /^--/.test(String(each)))) {
      return Object.fromEntries(value.flatMap((each, i) => (i % 2 === 0 ? [[String(each), value[i + 1]]] : [])));
    }
    const name = NAMES.find((key) => value.length > 0 && value.every((each) => isObject(each) && key in each));
    if (name === undefined) return undefined;
    return Object.fromEntries(value.map((each) => [String((each as Record<string, unknown>)[name]), each]));
  }
  if (!isObject(value) || 'Get' in value || 'Std:Join' in value || 'Std:JsonGet' in value) return undefined;
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
