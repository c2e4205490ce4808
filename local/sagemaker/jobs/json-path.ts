/**
 * The JSONPath of batch transform's InputFilter and OutputFilter: `$`, `.name`, `['name', …]`, `[n, …]`, `[start:end]`,
 * `[*]` and `.*`. Negative numbers count from the end
 * (https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform-data-processing.html).
 */
export type JsonPath = readonly Selector[];

type Selector =
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'indexes'; readonly indexes: readonly number[] }
  | { readonly kind: 'slice'; readonly start: number | undefined; readonly end: number | undefined }
  | { readonly kind: 'all' };

/** Parses a path. @throws Error that quotes the part that cannot be read */
export function parseJsonPath(text: string): JsonPath {
  const path: Selector[] = [];
  if (!text.startsWith('$')) throw new Error(`"${text}" must begin with $`);
  let rest = text.slice(1);
  while (rest !== '') {
    const name = /^\.([\w-]+)/.exec(rest);
    const all = /^(\.\*|\[\s*\*\s*\])/.exec(rest);
    const names = /^\[\s*(('[^']*'|"[^"]*")(\s*,\s*('[^']*'|"[^"]*"))*)\s*\]/.exec(rest);
    const slice = /^\[\s*(-?\d+)?\s*:\s*(-?\d+)?\s*\]/.exec(rest);
    const indexes = /^\[\s*(-?\d+(\s*,\s*-?\d+)*)\s*\]/.exec(rest);
    const match = all ?? name ?? names ?? slice ?? indexes;
    if (!match) throw new Error(`"${text}" cannot be read at "${rest}"`);
    if (all) path.push({ kind: 'all' });
    else if (name) path.push({ kind: 'names', names: [name[1] ?? ''] });
    else if (names)
      path.push({
        kind: 'names',
        names: [...(names[1] ?? '').matchAll(/'([^']*)'|"([^"]*)"/g)].map((each) => each[1] ?? each[2] ?? ''),
      });
    else if (slice) path.push({ kind: 'slice', start: toNumber(slice[1]), end: toNumber(slice[2]) });
    else path.push({ kind: 'indexes', indexes: (indexes?.[1] ?? '').split(',').map(Number) });
    rest = rest.slice(match[0].length);
  }
  return path;
}

function toNumber(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

/**
 * Selects what a path names: one value, or a list when a selector of the path can select several. `$` is the value
 * itself. A list leaves out selectors that select nothing.
 * @throws Error when the path names one value that does not exist
 */
export function select(path: JsonPath, value: unknown): unknown {
  let current: unknown[] = [value];
  let isList = false;
  for (const selector of path) {
    current = current.flatMap((each) => applySelector(selector, each));
    isList ||= canSelectSeveral(selector);
  }
  if (isList) return current;
  if (current.length === 0) throw new Error('the path selects nothing');
  return current[0];
}

function canSelectSeveral(selector: Selector): boolean {
  switch (selector.kind) {
    case 'names':
      return selector.names.length > 1;
    case 'indexes':
      return selector.indexes.length > 1;
    default:
      return true;
  }
}

function applySelector(selector: Selector, value: unknown): unknown[] {
  if (Array.isArray(value)) {
    if (selector.kind === 'all') return value;
    if (selector.kind === 'slice') return value.slice(selector.start, selector.end);
    if (selector.kind === 'indexes')
      return selector.indexes.flatMap((index) => (value.at(index) === undefined ? [] : [value.at(index)]));
    return [];
  }
  if (typeof value !== 'object' || value === null) return [];
  const object = value as Record<string, unknown>;
  if (selector.kind === 'all') return Object.values(object);
  return selector.kind === 'names' ? selector.names.flatMap((name) => (name in object ? [object[name]] : [])) : [];
}
