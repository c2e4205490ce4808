import { canonicalJson } from '../pipeline/canonical.ts';
import { references, type Signature } from './forecast-signature.ts';

/** How many changes are named one by one. */
const MOST = 3;
const LONGEST_VALUE = 40;

/** Why a step with the first signature is another one with the second, in plain words. */
export function whyChanged(before: Signature, after: Signature): string {
  const names = [...new Set([...before.named.keys(), ...after.named.keys()])];
  const moved = names.filter((name) => text(before.named.get(name)) !== text(after.named.get(name)));
  // A value that differs only in the execution that it comes from did not change itself: what it is read from runs again.
  const own = moved.filter((name) => text(before.named.get(name), true) !== text(after.named.get(name), true));
  const upstream = new Set(
    moved
      .filter((name) => !own.includes(name))
      .flatMap((name) => references(after.named.get(name)).map(({ step }) => step)),
  );
  const parts = [
    ...(own.length === 0 ? [] : [`its ${list(own)} changed${values(own, before, after)}`]),
    ...(upstream.size === 0 ? [] : [`${list([...upstream])} ${upstream.size === 1 ? 'runs' : 'run'} anew`]),
  ];
  if (parts.length > 0) return parts.join('; ');
  return moved.length > 0 ? 'it depends on the execution itself' : 'the order of its arguments changed';
}

function list(names: readonly string[]): string {
  const shown = names.length > MOST ? [...names.slice(0, MOST - 1), `${names.length - MOST + 1} more`] : [...names];
  const last = shown.pop() ?? '';
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}

/** ` (4 → 8)` for a single change between two short values. */
function values(names: readonly string[], before: Signature, after: Signature): string {
  const [name = ''] = names;
  const [from, to] = [before.named.get(name), after.named.get(name)];
  const short = (value: unknown) =>
    typeof value !== 'object' && value !== undefined && `${value}`.length <= LONGEST_VALUE;
  // The address of a file says nothing to anybody.
  const address = [from, to].some((value) => typeof value === 'string' && /^"?s3:\/\//.test(value));
  return names.length === 1 && short(from) && short(to) && !address ? ` (${from} → ${to})` : '';
}

function text(value: unknown, wherever = false): string {
  if (value === undefined) return '';
  return canonicalJson(wherever ? anywhere(value) : value);
}

/** The same value without the execution that it comes from. */
function anywhere(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(anywhere);
  if (typeof value !== 'object' || value === null) return value;
  const { of: _, execution: __, ...rest } = value as Record<string, unknown>;
  return 'step' in value || 'variable' in value || 'parameter' in value
    ? rest
    : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, anywhere(item)]));
}
