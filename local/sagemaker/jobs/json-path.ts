/**
 * The JSONPath of batch transform's InputFilter and OutputFilter: `$`, `.name`, `['name', …]`, `[n, …]`, `[start:end]`,
 * `[*]` and `.*`, negative numbers counting from the end
 * (https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform-data-processing.html).
 */
export type JsonPath = readonly Selector[];

type Selector =
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'indexes'; readonly indexes: readonly number[] }
  | { readonly kind: 'slice'; readonly start: number | undefined; readonly end: number | undefined }
  | { readonly kind: 'all' };

/** Throws an Error that names the place when the text is no such path. */
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
    const found = all ?? name ?? names ?? slice ?? indexes;
    if (!found) throw new Error(`"${text}" cannot be read at "${rest}"`);
    if (all) path.push({ kind: 'all' });
    else if (name) path.push({ kind: 'names', names: [name[1] ?? ''] });
    else if (names)
      path.push({
        kind: 'names',
        names: [...(names[1] ?? '').matchAll(/'([^']*)'|"([^"]*)"/g)].map((each) => each[1] ?? each[2] ?? ''),
      });
    else if (slice) path.push({ kind: 'slice', start: number(slice[1]), end: number(slice[2]) });
    else path.push({ kind: 'indexes', indexes: (indexes?.[1] ?? '').split(',').map(Number) });
    rest = rest.slice(found[0].length);
  }
  return path;
}

function number(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

/**
 * What a path selects: one value, or a list when the path's last step can select several. `$` is the value itself.
 * Steps that select nothing are left out of a list; a single value that is not there throws.
 */
export function select(path: JsonPath, value: unknown): unknown {
  let current: unknown[] = [value];
  let several = false;
  for (const step of path) {
    current = current.flatMap((each) => take(step, each));
    several ||= selectsSeveral(step);
  }
  if (several) return current;
  if (current.length === 0) throw new Error('the path selects nothing');
  return current[0];
}

function selectsSeveral(step: Selector): boolean {
  switch (step.kind) {
    case 'names':
      return step.names.length > 1;
    case 'indexes':
      return step.indexes.length > 1;
    default:
      return true;
  }
}

function take(step: Selector, value: unknown): unknown[] {
  if (Array.isArray(value)) {
    if (step.kind === 'all') return value;
    if (step.kind === 'slice') return value.slice(step.start, step.end);
    if (step.kind === 'indexes')
      return step.indexes.flatMap((index) => (value.at(index) === undefined ? [] : [value.at(index)]));
    return [];
  }
  if (typeof value !== 'object' || value === null) return [];
  const object = value as Record<string, unknown>;
  if (step.kind === 'all') return Object.values(object);
  return step.kind === 'names' ? step.names.flatMap((name) => (name in object ? [object[name]] : [])) : [];
}
