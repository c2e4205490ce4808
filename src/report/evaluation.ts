/** An evaluation report as evaluate.py wrote it. It comes from a container, so each value can be absent or of another type. */
export type Report = Record<string, unknown>;

/** Returns the value at a dotted path, or undefined. */
export function valueAt(report: Report | null | undefined, path: string): unknown {
  let value: unknown = report;
  for (const key of path.split('.')) {
    if (value === null || typeof value !== 'object') return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

/** Returns the finite number at a dotted path. NaN, infinity, text and an absent value are undefined: unknown, not zero. */
export function numberAt(report: Report | null | undefined, path: string): number | undefined {
  const value = valueAt(report, path);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** Returns the text at a dotted path, or undefined. */
export function textAt(report: Report | null | undefined, path: string): string | undefined {
  const value = valueAt(report, path);
  return typeof value === 'string' ? value : undefined;
}

/** Returns the list at a dotted path if all its members are finite numbers, else undefined. */
export function numbersAt(report: Report | null | undefined, path: string): number[] | undefined {
  const value = valueAt(report, path);
  return Array.isArray(value) && value.every((item) => typeof item === 'number' && Number.isFinite(item))
    ? (value as number[])
    : undefined;
}

/** The metrics in the order of the report. `better` says which direction is good. */
export const METRICS = [
  { key: 'accuracy', title: 'Accuracy', better: 'higher' },
  { key: 'precision', title: 'Precision', better: 'higher' },
  { key: 'recall', title: 'Recall', better: 'higher' },
  { key: 'f1', title: 'F1', better: 'higher' },
  { key: 'roc_auc', title: 'ROC AUC', better: 'higher' },
  { key: 'pr_auc', title: 'PR AUC', better: 'higher' },
  { key: 'brier', title: 'Brier score', better: 'lower' },
  { key: 'log_loss', title: 'Log loss', better: 'lower' },
] as const;
