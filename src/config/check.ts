import type * as z from 'zod';
import { type Diagnostic, diagnosticAt } from './diagnostic.ts';
import { dotted, isNull, keyAt, type MapNode, nodeAt, type Path, placeOf } from './node.ts';
import type { configFileSchema } from './schema.ts';
import type { Place } from './source-file.ts';

type DeepPartial<T> = T extends (infer Item)[] ? Item[] : T extends object ? { [K in keyof T]?: DeepPartial<T[K]> } : T;

/** What of config.yml is right on its own: a wrong value is absent, an absent one has its default. */
export type Draft = DeepPartial<z.output<typeof configFileSchema>>;

export type Report = (
  path: Path,
  message: string,
  options?: {
    hint?: string | undefined;
    severity?: Diagnostic['severity'];
    /** Point here, where it is not the value at the path … */
    place?: Place | undefined;
    /** … or at this path's value … */
    at?: Path;
    /** … or at the key instead of the value. */
    onKey?: boolean;
    /** For what is missing: not said when one of these is written, and therefore judged by itself. */
    unless?: Path[];
  },
) => void;

/** One rule that looks at more than one value. It reports at the value that is to be changed. */
export type Check<Value = Draft> = (value: Value, report: Report) => void;

export function runChecks<Value>(checks: readonly Check<Value>[], value: Value, root: MapNode): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const report: Report = (path, message, { place, at, onKey, unless, ...options } = {}) => {
    if (unless?.some((other) => isWritten(root, other))) return;
    const where = place ?? (onKey ? keyAt(root, path) : undefined) ?? placeOf(root, at ?? path);
    diagnostics.push(diagnosticAt(where, dotted(path), message, options));
  };
  for (const check of checks) check(value, report);
  return diagnostics;
}

function isWritten(root: MapNode, path: Path): boolean {
  const node = nodeAt(root, path);
  return node !== undefined && !isNull(node);
}

/** Index of the first item that is there before. */
export function firstRepeat<Item>(items: readonly Item[]): number {
  return items.findIndex((item, index) => items.indexOf(item) !== index);
}
