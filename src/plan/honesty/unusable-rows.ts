import type { Finding } from '../../finding.ts';
import type { RuleContext } from '../rule.ts';
import { rows } from './figures.ts';
import { NO_LABEL } from './majority.ts';

/** Most labels in one message. */
const SHOWN = 4;

/**
 * Values that the job refuses after it has read everything (`dataset.py`): a label that is not 0 or 1, a feature that is
 * NULL, NaN or infinite. Leaving such rows out quietly would train on another population than the query says.
 */
export function unusableRows(context: RuleContext): Finding[] {
  const { data, config } = context;
  if (data === null) return [];
  const step = config.training_step;
  const rule = 'honesty/unusable-rows';
  const found: Finding[] = [];
  const others = Object.entries(data.classes).filter(([label, count]) => label !== '0' && label !== '1' && count > 0);
  if (others.length > 0) {
    const named = others.slice(0, SHOWN).map(([label, count]) => `${label} in ${rows(count)}`);
    const more = others.length > SHOWN ? `, and ${others.length - SHOWN} more` : '';
    const onlyMissing = others.every(([label]) => label === NO_LABEL);
    found.push({
      rule,
      severity: 'error',
      message: `The target ${step.training_target} is ${named.join(', ')}${more}.`,
      why: 'It has to be 0 or 1 in each row: the job that reads the rows fails on any other.',
      way_out: onlyMissing
        ? 'Leave rows without an answer out with WHERE: what is not known yet is no 0.'
        : 'Write it in the query as CASE WHEN … THEN 1 ELSE 0 END.',
      place: context.place('training_step.training_target'),
    });
  }
  for (const [index, name] of step.training_features.entries()) {
    const column = data.columns.find((one) => one.name === name);
    const missing = column?.nulls ?? 0;
    const infinite = column?.not_finite ?? 0;
    if (missing + infinite === 0) continue;
    const what = [
      ...(missing > 0 ? [`NULL in ${rows(missing)}`] : []),
      ...(infinite > 0 ? [`NaN or infinite in ${rows(infinite)}`] : []),
    ];
    found.push({
      rule,
      severity: 'error',
      message: `The feature ${name} is ${what.join(' and ')} of ${data.rows.toLocaleString('en-US')}.`,
      why: 'The model takes numbers only, so the job that reads the rows fails; and which value stands for a missing one is a decision that the predictions have to share.',
      way_out: `Leave those rows out with WHERE, or write COALESCE(…) AS ${name} in the training query and in the batch query.`,
      place: context.place(`training_step.training_features.${index}`),
    });
  }
  return found;
}
