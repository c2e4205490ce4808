import type { Refusal } from '../refusal.ts';
import { trainingJobs } from '../training-jobs.ts';

export const fileSystemWithoutVpc: Refusal = {
  name: 'file-system-without-vpc',
  operations: ['CreateHyperParameterTuningJob', 'CreateTrainingJob'],
  rule: 'A training job that reads a file system (EFS or FSx) is in a VPC.',
  source: 'developer guide, model-access-training-data',
  confidence: 'documented',
  way_out: 'Set VpcConfig to a VPC that has the file system.',
  find: (request) =>
    trainingJobs(request)
      .filter((job) => !job.at('VpcConfig').exists)
      .flatMap((job) => job.at('InputDataConfig').items.map((channel) => channel.at('DataSource.FileSystemDataSource')))
      .filter(({ exists }) => exists)
      .map((source) => source.refuse('FileSystemDataSource needs VpcConfig.')),
};
