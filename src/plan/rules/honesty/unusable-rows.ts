import type { Finding } from '../../../finding.ts';
import { rows } from '../helpers/figures.ts';
import { NO_LABEL } from '../helpers/majority.ts';
import type { RuleContext } from '../rule.ts';

/** A message lists so many labels. */
const MAX_LISTED_LABELS = 4;

/**
 * The rows have values that the job refuses after it has read everything (`dataset.py`): a label that is not 0 or 1,
 * or a feature that is NULL, NaN or infinite. If the job left out such rows, it would train on other rows than the
 * query says.
 */
export function unusableRows(context: RuleContext): Finding[] {
  const { data, config } = context;
  if (data === null) return [];
  const step = config.training_step;
  const rule = 'honesty/unusable-rows';
  const findings: Finding[] = [];
  const others = Object.entries(data.classes).filter(([label, count]) => label !== '0' && label !== '1' && count > 0);
  if (others.length > 0) {
    const labels = others.slice(0, MAX_LISTED_LABELS).map(([label, count]) => `${label} in ${rows(count)}`);
    const more = others.length > MAX_LISTED_LABELS ? `, and ${others.length - MAX_LISTED_LABELS} more` : '';
    const onlyMissing = others.every(([label]) => label === NO_LABEL);
    findings.push({
      rule,
      severity: 'error',
      message: `The target ${step.training_target} is ${labels.join(', ')}${more}.`,
      why: 'It has to be 0 or 1 in each row: the job that reads the rows fails on any other value.',
      way_out: onlyMissing
        ? 'Leave out rows without a label with WHERE: a label that is not known yet is not 0.'
        : 'Write it in the query as CASE WHEN … THEN 1 ELSE 0 END.',
      place: context.place('training_step.training_target'),
    });
  }
  for (const [index, name] of step.training_features.entries()) {
    const column = data.columns.find((one) => one.name === name);
    const missing = column?.nulls ?? 0;
    const infinite = column?.not_finite ?? 0;
    if (missing + infinite === 0) continue;
    const problems = [
      ...(missing > 0 ? [`NULL in ${rows(missing)}`] : []),
      ...(infinite > 0 ? [`NaN or infinite in ${rows(infinite)}`] : []),
    ];
    findings.push({
      rule,
      severity: 'error',
      message: `The feature ${name} is ${problems.join(' and ')} of ${data.rows.toLocaleString('en-US')}.`,
      why: 'The model takes numbers only, so the job that reads the rows fails. Training and predictions have to use the same value for a missing one.',
      way_out: `Leave out these rows with WHERE, or write COALESCE(…) AS ${name} in the training query and in the batch query.`,
      place: context.place(`training_step.training_features.${index}`),
    });
  }
  return findings;
}
