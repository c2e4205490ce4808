import type { Finding } from '../../../finding.ts';
import type { OutputColumn } from '../../../sql/analysis.ts';
import { outputColumn } from '../../../sql/output-column.ts';
import { quoted } from '../helpers/figures.ts';
import type { RuleContext } from '../rule.ts';

/**
 * The batch query computes a feature differently than the training query, from columns of the same names. When it
 * reads other columns, that is probably meant: it may read a table of prepared features.
 */
export function trainingServingSkew({ config, training, batch, sqlPlace }: RuleContext): Finding[] {
  if (training === null || batch === null) return [];
  return config.training_step.training_features.flatMap((feature) => {
    const [inTraining, inBatch] = [outputColumn(training, feature), outputColumn(batch, feature)];
    if (inTraining === undefined || inBatch === undefined) return [];
    const [a, b] = [withoutTables(inTraining.expression), withoutTables(inBatch.expression)];
    if (a === b || columnNames(inTraining) !== columnNames(inBatch)) return [];
    return [
      {
        rule: 'honesty/training-serving-skew',
        severity: 'warning',
        message: `The feature ${feature} is ${quoted(a)} in the training query, and ${quoted(b)} in the batch query.`,
        why: 'The model learns one thing and is asked about another, so its metrics do not hold for the batch predictions.',
        way_out: 'Write the same expression in both queries.',
        place: sqlPlace('batch', inBatch.place),
      },
    ];
  });
}

/** The names of the columns that an output column reads, without their tables; empty when none is known. */
const columnNames = ({ reads }: OutputColumn): string =>
  [...new Set(reads.map((read) => read.slice(read.lastIndexOf('.') + 1)))].sort().join(' ');

/** An expression in canonical SQL without the table names of its columns: a batch may read newer tables. */
function withoutTables(expression: string): string {
  return expression.replace(/'(?:[^']|'')*'|(?:(?:[a-z_][\w$]*|"(?:[^"]|"")*")\s*\.\s*)+(?=[a-z_"])/g, (part) =>
    part.startsWith("'") ? part : '',
  );
}
