import type { InstantRefusal } from '../account-refusal.ts';
import { jobNameInUse } from '../job-name.ts';

export const transformJobNameInUse: InstantRefusal = {
  name: 'transform-job-name-in-use',
  operations: ['CreateTransformJob'],
  rule: 'The name of a transform job is unique in the account and region.',
  source: 'API reference, CreateTransformJob.TransformJobName and errors',
  confidence: 'documented',
  error: 'ResourceInUse',
  find: jobNameInUse('transform-job', 'TransformJob', 'transform job'),
};
