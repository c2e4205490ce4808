/** One part of a path: `.name`, `[3]` or `['name']`. */
export type PathPart = { readonly name: string } | { readonly index: number } | { readonly key: string };

const PART = /\.?([^.[\]'"\s]+)|\[(\d+)\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]/y;

/**
 * Splits a property path or a JSON path: names with dots, list indices and quoted keys, with or without a leading `$`.
 * @returns undefined when the text is no such path.
 */
export function parsePath(text: string): PathPart[] | undefined {
  const parts: PathPart[] = [];
  let position = text.startsWith('$') ? 1 : 0;
  while (position < text.length) {
    // A name that is not the first needs its dot: `a.b`, never `[0]b`.
    if (parts.length > 0 && !/[.[]/.test(text.charAt(position))) return undefined;
    PART.lastIndex = position;
    const match = PART.exec(text);
    if (!match) return undefined;
    position = PART.lastIndex;
    const key = match[3] ?? match[4];
    if (match[1] !== undefined) parts.push({ name: match[1] });
    else if (match[2] !== undefined) parts.push({ index: Number(match[2]) });
    else parts.push({ key: (key ?? '').replace(/\\(.)/g, '$1') });
  }
  return parts;
}

/** Marks that a path leads nowhere: `undefined` and `null` can both be found in a document. */
export const NOT_FOUND: unique symbol = Symbol('not found');

/**
 * Follows a path through a Describe answer or a JSON document. A quoted key on a list picks the element that is called
 * so, as `Outputs['train']` does: the element one of whose `…Name` members is that key.
 */
export function follow(value: unknown, path: readonly PathPart[]): unknown {
  let here = value;
  for (const part of path) {
    if ('index' in part) {
      if (!Array.isArray(here) || part.index >= here.length) return NOT_FOUND;
      here = here[part.index];
      continue;
    }
    const key = 'name' in part ? part.name : part.key;
    if (Array.isArray(here)) {
      const named = here.find((element) => isObject(element) && nameOf(element) === key);
      if (named === undefined) return NOT_FOUND;
      here = named;
    } else if (isObject(here) && Object.hasOwn(here, key)) {
      here = here[key];
    } else {
      return NOT_FOUND;
    }
  }
  return here === undefined ? NOT_FOUND : here;
}

/** What a list of the service is indexed by: OutputName, InputName, ChannelName, VariantName, Name, … */
function nameOf(element: Record<string, unknown>): unknown {
  const member = Object.keys(element).find((name) => name.endsWith('Name'));
  return member === undefined ? undefined : element[member];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
