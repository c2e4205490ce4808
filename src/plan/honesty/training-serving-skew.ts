import type { Finding } from '../../finding.ts';
import type { OutputColumn } from '../../sql/analysis.ts';
import { outputColumn } from '../../sql/output-column.ts';
import type { RuleContext } from '../rule.ts';
import { quoted } from './figures.ts';

/**
 * A feature that is computed otherwise from columns of the same names in the batch query than in the training query. One that
 * reads other columns there is somebody's intention: a table of features that are kept ready, say.
 */
export function trainingServingSkew({ config, training, batch, sqlPlace }: RuleContext): Finding[] {
  if (training === null || batch === null) return [];
  return config.training_step.training_features.flatMap((feature) => {
    const [learned, asked] = [outputColumn(training, feature), outputColumn(batch, feature)];
    if (learned === undefined || asked === undefined) return [];
    const [a, b] = [withoutTables(learned.expression), withoutTables(asked.expression)];
    if (a === b || names(learned) !== names(asked)) return [];
    return [
      {
        rule: 'honesty/training-serving-skew',
        severity: 'warning',
        message: `The feature ${feature} is ${quoted(a)} in the training query, and ${quoted(b)} in the batch query.`,
        why: 'The model learns the one and is asked about the other: what its metrics say does not hold for the predictions of the batch.',
        way_out: 'Compute it the same way in both queries.',
        place: sqlPlace('batch', asked.place),
      },
    ];
  });
}

/** The columns that it reads, whatever the tables are called; empty where none is known. */
const names = ({ reads }: OutputColumn): string =>
  [...new Set(reads.map((read) => read.slice(read.lastIndexOf('.') + 1)))].sort().join(' ');

/** An expression in canonical SQL whose columns do not say their tables: a batch may read newer ones. */
function withoutTables(expression: string): string {
  return expression.replace(/'(?:[^']|'')*'|(?:(?:[a-z_][\w$]*|"(?:[^"]|"")*")\s*\.\s*)+(?=[a-z_"])/g, (part) =>
    part.startsWith("'") ? part : '',
  );
}
