import type { Finding } from '../../finding.ts';
import type { SqlAnalysis, SqlPlace } from '../../sql/analysis.ts';
import { type ComputedFrom, computedFrom, jointlyKnown, unexplained } from '../../sql/computed-from.ts';
import { outputColumn } from '../../sql/output-column.ts';
import type { RuleContext } from '../rule.ts';
import { quoted } from './figures.ts';

/** What the query's text says about features that give the target away. */
export interface Computed {
  severity: Finding['severity'];
  /** Those that do; more than one where only all of them together give it away. */
  features: string[];
  message: string;
  why: string;
  at: SqlPlace;
}

/**
 * Features that the target is computed from, or that are computed from the target, one entry each; or one entry for all of
 * them where the target is a function of several. A feature that is only a part of the target is a notice: the promised day
 * is a part of "late" and known before.
 */
export function computedTarget({ config, training }: RuleContext): Computed[] {
  if (training === null) return [];
  const { training_target: target, training_features: features } = config.training_step;
  const found = features.flatMap((feature) => {
    const how = computedFrom(training, target, feature);
    return how === undefined ? [] : [{ feature, how }];
  });
  if (found.length === 0) return together(training, target, features);
  const parts = found.filter(({ how }) => how.kind === 'target-from-feature');
  const whole = parts.some(({ how }) => how.rest.length === 0);
  const [first] = parts;
  if (first === undefined || whole || parts.length < 2 || unexplained(training, target, features).length > 0) {
    return found.map(({ feature, how }) => one(training, target, feature, how));
  }
  const names = parts.map(({ feature }) => feature);
  const others = found.filter((entry) => !parts.includes(entry));
  return [
    {
      severity: 'error',
      features: names,
      message: `The target ${target} is computed from the features ${listed(names)} and nothing else: ${expression(training, target)}.`,
      why: 'Whoever knows these features can compute the target and needs no model; its accuracy says nothing about what is not known yet.',
      at: first.how.place,
    },
    ...others.map(({ feature, how }) => one(training, target, feature, how)),
  ];
}

/** `a, b and c`; two at least. */
const listed = (names: readonly string[]): string => `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

function together(analysis: SqlAnalysis, target: string, features: readonly string[]): Computed[] {
  const names = jointlyKnown(analysis, target, features);
  const of = outputColumn(analysis, target);
  if (names === undefined || of === undefined) return [];
  return [
    {
      severity: 'warning',
      features: names,
      message: `The features ${listed(names)} read all that the target ${target} is made of: ${of.reads.join(', ')}.`,
      why: 'None of them gives the answer away alone, but together they may: from the days to A and the days to B follows which comes first.',
      at: of.place,
    },
  ];
}

function one(analysis: SqlAnalysis, target: string, feature: string, { kind, place, rest }: ComputedFrom): Computed {
  const is = `${feature} is ${expression(analysis, feature)}, and ${target} is ${expression(analysis, target)}`;
  const found = (severity: Finding['severity'], message: string, why: string): Computed => ({
    severity,
    features: [feature],
    message,
    why,
    at: place,
  });
  if (kind === 'target-from-feature' && rest.length === 0) {
    return found(
      'error',
      `The target ${target} is computed from the feature ${feature}: ${is}.`,
      'Whoever knows the feature can compute the target and needs no model; its accuracy says nothing about what is not known yet.',
    );
  }
  if (kind === 'target-from-feature') {
    return found(
      'notice',
      `The feature ${feature} is a part of how the target ${target} is computed, beside ${rest.join(', ')}.`,
      `That is right when ${feature} is known before the rest is; if it becomes known together with it, it gives the answer away.`,
    );
  }
  if (kind === 'same-columns') {
    return found(
      'warning',
      `The feature ${feature} and the target ${target} are computed from the same columns: ${is}.`,
      'Unless the feature forgets what the target asks for, it gives the answer away.',
    );
  }
  // A window may leave the row itself out: what a customer did before is a fair feature.
  const window = /\bover\s*\(/i.test(outputColumn(analysis, feature)?.expression ?? '');
  return window
    ? found(
        'warning',
        `The feature ${feature} is computed from the target ${target}, over a window of rows: ${expression(analysis, feature)}.`,
        'Unless the window leaves out the row itself and all that come after it, the feature has the answer in it.',
      )
    : found(
        'error',
        `The feature ${feature} is computed from the target ${target}: ${is}.`,
        'The answer is in the feature. When a prediction is asked for, there is none yet.',
      );
}

function expression(analysis: SqlAnalysis, name: string): string {
  return quoted(outputColumn(analysis, name)?.expression ?? name);
}
