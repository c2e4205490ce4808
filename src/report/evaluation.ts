/** Reads numbers out of an evaluation report. The report comes from a container, so every value may be missing or of another kind. */
export type Report = Record<string, unknown>;

/** The value at a dotted path, or undefined. */
export function at(report: Report | null | undefined, path: string): unknown {
  let value: unknown = report;
  for (const key of path.split('.')) {
    if (value === null || typeof value !== 'object') return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

/** A finite number at a path; NaN, infinities, text and nothing at all are undefined: unknown, never zero. */
export function numberAt(report: Report | null | undefined, path: string): number | undefined {
  const value = at(report, path);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function textAt(report: Report | null | undefined, path: string): string | undefined {
  const value = at(report, path);
  return typeof value === 'string' ? value : undefined;
}

export function numbersAt(report: Report | null | undefined, path: string): number[] | undefined {
  const value = at(report, path);
  return Array.isArray(value) && value.every((item) => typeof item === 'number' && Number.isFinite(item))
    ? (value as number[])
    : undefined;
}

/** The metrics of a report in the order in which they are shown. `better` says which direction is good. */
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
