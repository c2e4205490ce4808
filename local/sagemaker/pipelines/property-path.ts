import { isObject } from './is-object.ts';

/** One part of a path: `.name`, `[3]` or `['name']`. */
export type PathPart = { readonly name: string } | { readonly index: number } | { readonly key: string };

const PART = /\.?([^.[\]'"\s]+)|\[(\d+)\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]/y;

/**
 * Splits a property path or a JSON path: names with dots, list indices and quoted keys, with or without a leading `$`.
 * @returns undefined when the text is not such a path
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

/** The result of a path that leads nowhere. `undefined` and `null` can be values of a document. */
export const NOT_FOUND: unique symbol = Symbol('not found');

/**
 * Follows a path through a Describe output or a JSON document. A quoted key on a list selects the element with that
 * name, as `Outputs['train']` does: the element whose `…Name` member is that key.
 */
export function followPath(value: unknown, path: readonly PathPart[]): unknown {
  let current = value;
  for (const part of path) {
    if ('index' in part) {
      if (!Array.isArray(current) || part.index >= current.length) return NOT_FOUND;
      current = current[part.index];
      continue;
    }
    const key = 'name' in part ? part.name : part.key;
    if (Array.isArray(current)) {
      const named = current.find((element) => isObject(element) && nameOf(element) === key);
      if (named === undefined) return NOT_FOUND;
      current = named;
    } else if (isObject(current) && Object.hasOwn(current, key)) {
      current = current[key];
    } else {
      return NOT_FOUND;
    }
  }
  return current === undefined ? NOT_FOUND : current;
}

/** Gives the name of a list's element: OutputName, InputName, ChannelName, VariantName, Name, … */
function nameOf(element: Record<string, unknown>): unknown {
  const member = Object.keys(element).find((name) => name.endsWith('Name'));
  return member === undefined ? undefined : element[member];
}
