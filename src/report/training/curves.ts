import { type Curve, curveChart, interpolate } from '../chart.ts';
import { numberAt, numbersAt, type Report, valueAt } from '../evaluation.ts';
import { code, details, number, table } from '../markdown.ts';
import type { Section } from './section.ts';

const METRICS_PATH = 'binary_classification_metrics';
const MATRIX_PATH = `${METRICS_PATH}.confusion_matrix`;
/** The values of x in the table beside a chart. */
const TABLE_STEPS = [0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9];
const MAX_FEATURES = 30;

/** The confusion matrix, the ROC curve and the precision-recall curve, as far as the evaluation report has them. */
export function curveSections(report: Report): Section[] {
  const roc = `${METRICS_PATH}.receiver_operating_characteristic_curve`;
  const precisionRecall = `${METRICS_PATH}.precision_recall_curve`;
  const share = positiveShare(report) ?? 0;
  return [
    ...confusionSection(report),
    ...curveSection('ROC', 'ROC curve', {
      title: 'ROC',
      xTitle: 'false positive rate',
      yTitle: 'true positive rate',
      x: numbersAt(report, `${roc}.false_positive_rates`),
      y: numbersAt(report, `${roc}.true_positive_rates`),
      reference: (x) => x,
    }),
    ...curveSection('precision-recall', 'Precision-recall curve', {
      title: 'Precision and recall',
      xTitle: 'recall',
      yTitle: 'precision',
      x: numbersAt(report, `${precisionRecall}.recalls`),
      y: numbersAt(report, `${precisionRecall}.precisions`),
      reference: () => share,
    }),
  ];
}

type ReportedCurve = Omit<Curve, 'x' | 'y'> & Record<'x' | 'y', number[] | undefined>;

function curveSection(title: string, summary: string, { x, y, ...curve }: ReportedCurve): Section[] {
  if (x === undefined || y === undefined || x.length < 2) return [];
  const chart = curveChart({ ...curve, x, y });
  const row = [curve.yTitle, ...TABLE_STEPS.map((step) => number(interpolate(x, y, step)))];
  const values = table([curve.xTitle, ...TABLE_STEPS.map(String)], [row], `l${'r'.repeat(TABLE_STEPS.length)}`);
  return [{ title, body: details(summary, `${chart}\n\n${values}`) }];
}

/** The share of positive rows, which is the precision of a random answer. */
function positiveShare(report: Report): number | undefined {
  const cell = (actual: string, predicted: string) => numberAt(report, `${MATRIX_PATH}.${actual}.${predicted}`) ?? 0;
  const negatives = cell('0', '0') + cell('0', '1');
  const positives = cell('1', '0') + cell('1', '1');
  return negatives + positives > 0 ? positives / (negatives + positives) : undefined;
}

function confusionSection(report: Report): Section[] {
  const matrix = valueAt(report, MATRIX_PATH);
  if (matrix === null || typeof matrix !== 'object') return [];
  const labels = Object.keys(matrix);
  const rows = labels.map((actual) => [
    `**actual ${code(actual)}**`,
    ...labels.map((predicted) => numberAt(matrix as Report, `${actual}.${predicted}`)?.toLocaleString('en-US') ?? '—'),
  ]);
  const header = ['', ...labels.map((label) => `predicted ${code(label)}`)];
  const body = details('Confusion matrix', table(header, rows, `l${'r'.repeat(labels.length)}`));
  return [{ title: 'confusion matrix', body }];
}

/** The most important features. The report has them as an object by name, or as a list of names and values. */
export function featureSections(report: Report): Section[] {
  const importances = valueAt(report, 'feature_importances');
  const pairs = Array.isArray(importances)
    ? importances.map(
        (item) => [String((item as Report).feature ?? (item as Report).name), (item as Report).importance] as const,
      )
    : Object.entries((importances ?? {}) as Report);
  const known = pairs.filter(
    (pair): pair is readonly [string, number] => typeof pair[1] === 'number' && Number.isFinite(pair[1]),
  );
  if (known.length === 0) return [];
  const rows = [...known]
    .sort((a, b) => b[1] - a[1])
    .slice(0, MAX_FEATURES)
    .map(([name, value]) => [code(name), number(value), bar(value)]);
  return [
    { title: 'features', body: details('Feature importances', table(['Feature', 'Importance', ''], rows, 'lrl')) },
  ];
}

function bar(share: number): string {
  return '█'.repeat(Math.max(0, Math.min(30, Math.round(share * 30))));
}
