import { canonicalJson } from '../../pipeline/canonical.ts';
import { references, type Signature } from './signature.ts';

/** A reason names so many changes one by one. */
const MAX_LISTED = 3;
/** A reason shows only values of so many characters. */
const MAX_VALUE_LENGTH = 40;

/** Returns in words why the second signature of a step differs from the first one. */
export function whyChanged(before: Signature, after: Signature): string {
  const names = [...new Set([...before.attributes.keys(), ...after.attributes.keys()])];
  const differs = (name: string, toText: (value: unknown) => string) =>
    toText(before.attributes.get(name)) !== toText(after.attributes.get(name));
  const changed = names.filter((name) => differs(name, text));
  // A value that differs only in its execution did not change itself: the step that it comes from runs again.
  const own = changed.filter((name) => differs(name, (value) => text(withoutExecution(value))));
  const upstream = new Set(
    changed
      .filter((name) => !own.includes(name))
      .flatMap((name) => references(after.attributes.get(name)).map(({ step }) => step)),
  );
  const parts = [
    ...(own.length === 0 ? [] : [`its ${list(own)} changed${values(own, before, after)}`]),
    ...(upstream.size === 0 ? [] : [`${list([...upstream])} ${upstream.size === 1 ? 'runs' : 'run'} anew`]),
  ];
  if (parts.length > 0) return parts.join('; ');
  return changed.length > 0 ? 'it depends on the execution itself' : 'the order of its arguments changed';
}

function list(names: readonly string[]): string {
  const rest = names.length - MAX_LISTED + 1;
  const parts = rest > 1 ? [...names.slice(0, MAX_LISTED - 1), `${rest} more`] : [...names];
  const last = parts.pop() ?? '';
  return parts.length === 0 ? last : `${parts.join(', ')} and ${last}`;
}

/** ` (4 → 8)` for a single change between two short values. */
function values(names: readonly string[], before: Signature, after: Signature): string {
  const [name = ''] = names;
  const [from, to] = [before.attributes.get(name), after.attributes.get(name)];
  const short = (value: unknown) =>
    typeof value !== 'object' && value !== undefined && `${value}`.length <= MAX_VALUE_LENGTH;
  // The address of a file tells the reader nothing.
  const address = [from, to].some((value) => typeof value === 'string' && /^"?s3:\/\//.test(value));
  return names.length === 1 && short(from) && short(to) && !address ? ` (${from} → ${to})` : '';
}

function text(value: unknown): string {
  return value === undefined ? '' : canonicalJson(value);
}

/** The same value without the execution that it comes from. */
function withoutExecution(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutExecution);
  if (typeof value !== 'object' || value === null) return value;
  const { of: _, execution: __, ...rest } = value as Record<string, unknown>;
  return 'step' in value || 'variable' in value || 'parameter' in value
    ? rest
    : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutExecution(item)]));
}
