import type { InstantRefusal } from '../account-refusal.ts';
import { jobNameInUse } from '../job-name.ts';

export const tuningJobNameInUse: InstantRefusal = {
  name: 'tuning-job-name-in-use',
  operations: ['CreateHyperParameterTuningJob'],
  rule: 'The name of a tuning job is unique in the account and region.',
  source: 'API reference, CreateHyperParameterTuningJob.HyperParameterTuningJobName and errors',
  confidence: 'documented',
  error: 'ResourceInUse',
  find: jobNameInUse('tuning-job', 'HyperParameterTuningJob', 'tuning job'),
};
