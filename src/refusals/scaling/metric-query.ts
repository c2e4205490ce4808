import type { Refusal } from '../refusal.ts';
import { metricQueries } from '../scaling-policy.ts';

export const metricQuery: Refusal = {
  name: 'metric-query',
  operations: ['PutScalingPolicy'],
  rule: 'Each query of a customized metric has an expression or a metric, exactly one of them.',
  source: 'Application Auto Scaling API reference, TargetTrackingMetricDataQuery.Expression',
  confidence: 'documented',
  way_out: 'Keep Expression or MetricStat.',
  find: (request) =>
    metricQueries(request)
      .filter((query) => query.at('Expression').exists === query.at('MetricStat').exists)
      .map((query) =>
        query.refuse('Each metric data query must specify either Expression or MetricStat, but not both.'),
      ),
};
