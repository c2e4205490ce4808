export interface Difference {
  path: string;
  /** Missing when ours has something new. */
  reference?: unknown;
  /** Missing when ours has it not. */
  ours?: unknown;
}

/**
 * What differs between two definitions by meaning: lists of named things are compared by name and arguments by option, so
 * that their order means nothing. A subtree that only one side has is one difference, at its root.
 */
export function structuralDiff(reference: unknown, ours: unknown, path = ''): Difference[] {
  const a = keyed(reference);
  const b = keyed(ours);
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

/** A value as a map of what it holds, if it can be one. An expression (`Get`, `Std:Join`) is a value as a whole. */
function keyed(value: unknown): Record<string, unknown> | undefined {
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
