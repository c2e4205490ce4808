import type { InstantRefusal } from '../account-refusal.ts';
import { jobNameInUse } from '../job-name.ts';

export const trainingJobNameInUse: InstantRefusal = {
  name: 'training-job-name-in-use',
  operations: ['CreateTrainingJob'],
  rule: 'The name of a training job is unique in the account and region.',
  source: 'message that clients match on, in public files',
  confidence: 'reported',
  error: 'ResourceInUse',
  find: jobNameInUse('training-job', 'TrainingJob', 'training job'),
};
