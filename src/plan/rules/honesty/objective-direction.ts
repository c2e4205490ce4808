import type { Finding } from '../../../finding.ts';
import type { RuleContext } from '../rule.ts';
import { objectiveMetric } from './objective-metric.ts';

const HIGHER = /(^|[^a-z])(auc|accuracy|precision|recall|f1|average[-_ ]precision|kappa|mcc)([^a-z]|$)/i;
const LOWER = /(^|[^a-z])(loss|log[-_ ]?loss|brier|error|rmse|mse|mae)([^a-z]|$)/i;

/**
 * Tuning minimizes a metric that is better when it is higher, or the other way round. It then returns the worst trial.
 */
export function objectiveDirection(context: RuleContext): Finding[] {
  const metric = objectiveMetric(context);
  if (metric === undefined) return [];
  const type = context.config.tuning_step.objective_type;
  const [higher, lower] = [HIGHER.test(metric.name), LOWER.test(metric.name)];
  // `validation:auc_loss` could be either.
  if (higher === lower) return [];
  const correct = higher ? 'Maximize' : 'Minimize';
  if (type === correct) return [];
  return [
    {
      rule: 'honesty/objective-direction',
      severity: 'error',
      message: `Tuning ${type.toLowerCase()}s ${metric.name}, but a ${higher ? 'higher' : 'lower'} value is better.`,
      why: 'The trial that SageMaker calls the best would be the worst one. That trial is evaluated and registered.',
      way_out: `Set tuning_step.objective_type to ${correct}.`,
      place: context.place('tuning_step.objective_type') ?? context.place(metric.namePath),
    },
  ];
}
