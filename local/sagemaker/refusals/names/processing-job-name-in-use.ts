import type { InstantRefusal } from '../account-refusal.ts';
import { jobNameInUse } from '../job-name.ts';

export const processingJobNameInUse: InstantRefusal = {
  name: 'processing-job-name-in-use',
  operations: ['CreateProcessingJob'],
  rule: 'The name of a processing job is unique in the account and region.',
  source: 'API reference, CreateProcessingJob.ProcessingJobName and errors',
  confidence: 'documented',
  error: 'ResourceInUse',
  find: jobNameInUse('processing-job', 'ProcessingJob', 'processing job'),
};
