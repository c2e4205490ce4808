import type { Refusal } from '../refusal.ts';
import { trainingJobs } from '../training-jobs.ts';

export const expressOutputKey: Refusal = {
  name: 'express-output-key',
  operations: ['CreateHyperParameterTuningJob', 'CreateTrainingJob'],
  rule: 'An output in S3 Express One Zone takes no KMS key.',
  source: 'API reference, OutputDataConfig.KmsKeyId',
  confidence: 'documented',
  way_out: 'Leave out KmsKeyId, or write to a bucket for general purposes.',
  find: (request) =>
    trainingJobs(request)
      .map((job) => job.at('OutputDataConfig'))
      .filter((output) => /^(s3|https):\/\/[^/]+--x-s3(\/|$)/.test(output.at('S3OutputPath').text ?? ''))
      .map((output) => output.at('KmsKeyId'))
      .filter(({ text }) => text !== undefined && text !== '')
      .map((key) => key.refuse('KMS key is not supported for Amazon S3 Express One Zone.')),
};
