import type { Refusal } from '../refusal.ts';
import { repeated } from '../repeated.ts';
import { metricQueries } from '../scaling-policy.ts';

export const metricQueryIdTwice: Refusal = {
  name: 'metric-query-id-twice',
  operations: ['PutScalingPolicy'],
  rule: 'Each query of a customized metric has an Id of its own.',
  source: 'Application Auto Scaling API reference, TargetTrackingMetricDataQuery.Id',
  confidence: 'documented',
  way_out: 'Rename one of them.',
  find: (request) =>
    repeated(metricQueries(request).map((query) => query.at('Id'))).map((id) =>
      id.refuse(`More than one metric data query has the Id ${id.text}.`),
    ),
};
