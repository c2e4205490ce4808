import type { Finding } from '../../../finding.ts';
import type { SqlAnalysis, SqlSpan } from '../../../sql/analysis.ts';
import { type ComputedFrom, computedFrom, jointlyKnown, unexplained } from '../../../sql/computed-from.ts';
import { outputColumn } from '../../../sql/output-column.ts';
import { quoted } from '../helpers/figures.ts';
import type { RuleContext } from '../rule.ts';

/** Features that give the target away, according to the text of the query. */
export interface Computed {
  severity: Finding['severity'];
  /** These features. More than one when only all of them together give the target away. */
  features: string[];
  message: string;
  why: string;
  at: SqlSpan;
}

/**
 * Returns an entry for each feature that the target is computed from, or that is computed from the target. When the
 * target is a function of several features, they share one entry. A feature that is only one part of the target is a
 * notice: the promised day is a part of "late", and it is known before.
 */
export function computedTarget({ config, training }: RuleContext): Computed[] {
  if (training === null) return [];
  const { training_target: target, training_features: features } = config.training_step;
  const relations = features.flatMap((feature) => {
    const relation = computedFrom(training, target, feature);
    return relation === undefined ? [] : [{ feature, relation }];
  });
  if (relations.length === 0) return readTogether(training, target, features);
  const parts = relations.filter(({ relation }) => relation.kind === 'target-from-feature');
  const isWhole = parts.some(({ relation }) => relation.rest.length === 0);
  const [first] = parts;
  if (first === undefined || isWhole || parts.length < 2 || unexplained(training, target, features).length > 0) {
    return relations.map(({ feature, relation }) => describeRelation(training, target, feature, relation));
  }
  const names = parts.map(({ feature }) => feature);
  const others = relations.filter((entry) => !parts.includes(entry));
  return [
    {
      severity: 'error',
      features: names,
      message: `The target ${target} is computed from the features ${listed(names)} and nothing else: ${expression(training, target)}.`,
      why: 'A person who knows these features can compute the target and needs no model. The accuracy says nothing about what is not known yet.',
      at: first.relation.place,
    },
    ...others.map(({ feature, relation }) => describeRelation(training, target, feature, relation)),
  ];
}

/** `a, b and c`, for two names or more. */
const listed = (names: readonly string[]): string => `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** A warning when the features together read every column of the target. */
function readTogether(analysis: SqlAnalysis, target: string, features: readonly string[]): Computed[] {
  const names = jointlyKnown(analysis, target, features);
  const column = outputColumn(analysis, target);
  if (names === undefined || column === undefined) return [];
  return [
    {
      severity: 'warning',
      features: names,
      message: `The features ${listed(names)} together read all columns of the target ${target}: ${column.reads.join(', ')}.`,
      why: 'None of them gives the answer away alone, but together they may: the days to A and the days to B say which comes first.',
      at: column.place,
    },
  ];
}

function describeRelation(
  analysis: SqlAnalysis,
  target: string,
  feature: string,
  { kind, place, rest }: ComputedFrom,
): Computed {
  const expressions = `${feature} is ${expression(analysis, feature)}, and ${target} is ${expression(analysis, target)}`;
  const entry = (severity: Finding['severity'], message: string, why: string): Computed => ({
    severity,
    features: [feature],
    message,
    why,
    at: place,
  });
  if (kind === 'target-from-feature' && rest.length === 0) {
    return entry(
      'error',
      `The target ${target} is computed from the feature ${feature}: ${expressions}.`,
      'A person who knows the feature can compute the target and needs no model. The accuracy says nothing about what is not known yet.',
    );
  }
  if (kind === 'target-from-feature') {
    return entry(
      'notice',
      `The feature ${feature} is one part of the target ${target}, beside ${rest.join(', ')}.`,
      `This is fine if ${feature} is known before the rest. If both become known together, ${feature} gives the answer away.`,
    );
  }
  if (kind === 'same-columns') {
    return entry(
      'warning',
      `The feature ${feature} and the target ${target} are computed from the same columns: ${expressions}.`,
      'The feature gives the answer away, unless it leaves out the information that decides the target.',
    );
  }
  // A window may leave the row itself out: what a customer did before is a fair feature.
  const window = /\bover\s*\(/i.test(outputColumn(analysis, feature)?.expression ?? '');
  return window
    ? entry(
        'warning',
        `The feature ${feature} is computed from the target ${target}, over a window of rows: ${expression(analysis, feature)}.`,
        'The feature contains the answer, unless the window leaves out the row itself and all rows after it.',
      )
    : entry(
        'error',
        `The feature ${feature} is computed from the target ${target}: ${expressions}.`,
        'The feature contains the answer, which is not known at the time of the prediction.',
      );
}

function expression(analysis: SqlAnalysis, name: string): string {
  return quoted(outputColumn(analysis, name)?.expression ?? name);
}
