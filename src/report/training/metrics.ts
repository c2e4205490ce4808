import { METRICS, numberAt, type Report, textAt, valueAt } from '../evaluation.ts';
import { code, inert, number, table } from '../markdown.ts';
import type { Section } from './section.ts';

/** The metrics of the candidate beside those of the deployed model and of the baseline. */
export function metricsSection(report: Report): Section {
  const rows = METRICS.flatMap(({ key, title, better }) => {
    const candidate = numberAt(report, `binary_classification_metrics.${key}.value`);
    const lower = numberAt(report, `binary_classification_metrics.${key}.lower`);
    const upper = numberAt(report, `binary_classification_metrics.${key}.upper`);
    const deployed = numberAt(report, `deployed.metrics.${key}.value`);
    const baseline = numberAt(report, `baseline.${key}`);
    if (candidate === undefined && deployed === undefined) return [];
    const interval = lower === undefined || upper === undefined ? '—' : `${number(lower)} – ${number(upper)}`;
    return [
      [
        `${title}${better === 'lower' ? ' (lower is better)' : ''}`,
        `**${number(candidate)}**`,
        interval,
        number(deployed),
        number(baseline),
      ],
    ];
  });
  const list = notes(report);
  const body = [
    '### Metrics',
    table(['', 'Candidate', '95 % interval', 'Deployed', 'Baseline'], rows, 'lrrrr'),
    ...(list.length > 0 ? [`<sub>On ${list.join('; ')}.</sub>`] : []),
  ].join('\n\n');
  return { title: 'metrics', body };
}

function notes(report: Report): string[] {
  const count = numberAt(report, 'rows');
  const label = valueAt(report, 'baseline.label');
  const problem = textAt(report, 'deployed.problem');
  return [
    count === undefined
      ? undefined
      : `${count.toLocaleString('en-US')} test rows that neither training nor tuning read`,
    label === undefined ? undefined : `the baseline always answers ${code(String(label))}`,
    valueAt(report, 'deployed') ? undefined : 'no model is deployed yet',
    problem === undefined ? undefined : `the deployed model could not be measured: ${inert(problem)}`,
  ].filter((note) => note !== undefined);
}
