import type * as z from 'zod';
import { type Diagnostic, diagnosticAt } from './diagnostic.ts';
import { dotted, hasValue, keySpan, type MapNode, type Path, spanOf } from './node.ts';
import type { configFileSchema } from './schema.ts';
import type { SourceSpan } from './source-file.ts';

type DeepPartial<T> = T extends (infer Item)[] ? Item[] : T extends object ? { [K in keyof T]?: DeepPartial<T[K]> } : T;

/** The valid values of config.yml, with defaults for absent ones. A value with a mistake is absent. */
export type PartialConfig = DeepPartial<z.output<typeof configFileSchema>>;

export interface ReportOptions {
  way_out?: string | undefined;
  severity?: Diagnostic['severity'] | undefined;
  /** Mark this piece of a file instead of the value at the path. */
  span?: SourceSpan | undefined;
  /** Mark the value at this path instead. */
  at?: Path | undefined;
  /** Mark the key instead of the value. */
  onKey?: boolean | undefined;
  /** Report nothing when one of these paths has a value in the file: the value has a mistake that is reported already. */
  skipIfWritten?: Path[] | undefined;
}

/** Reports a mistake at the value of a path. */
export type Report = (path: Path, message: string, options?: ReportOptions) => void;

/** A rule about several values, or about more than the form of a value. It reports at the value that has to change. */
export type Check<Value = PartialConfig> = (value: Value, report: Report) => void;

/** Runs checks on a value that was decoded from `root`. */
export function runChecks<Value>(checks: readonly Check<Value>[], value: Value, root: MapNode): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const report: Report = (path, message, { span, at, onKey, skipIfWritten, ...options } = {}) => {
    if (skipIfWritten?.some((other) => hasValue(root, other))) return;
    const marked = span ?? (onKey ? keySpan(root, path) : undefined) ?? spanOf(root, at ?? path);
    diagnostics.push(diagnosticAt(marked, dotted(path), message, options));
  };
  for (const check of checks) check(value, report);
  return diagnostics;
}

/** Index of the first item that is equal to an earlier one; -1 when all differ. */
export function firstRepeat<Item>(items: readonly Item[]): number {
  return items.findIndex((item, index) => items.indexOf(item) !== index);
}
