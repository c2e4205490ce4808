import type { Refusal } from '../refusal.ts';
import { trainingJobs } from '../training-jobs.ts';

export const augmentedManifestMode: Refusal = {
  name: 'augmented-manifest-mode',
  operations: ['CreateHyperParameterTuningJob', 'CreateTrainingJob'],
  rule: 'A channel of an AugmentedManifestFile has the input mode Pipe.',
  source: 'API reference, S3DataSource.S3DataType; developer guide, augmented-manifest',
  confidence: 'documented',
  way_out: 'Set InputMode of the channel to Pipe.',
  find: (request) =>
    trainingJobs(request).flatMap((job) =>
      job.at('InputDataConfig').items.flatMap((channel) => {
        const own = channel.at('InputMode');
        const mode = own.exists ? own : job.at('AlgorithmSpecification.TrainingInputMode');
        const type = channel.at('DataSource.S3DataSource.S3DataType');
        if (type.text !== 'AugmentedManifestFile' || mode.text === undefined || mode.text === 'Pipe') return [];
        return [type.refuse(`AugmentedManifestFile can only be used with the input mode Pipe, not with ${mode.text}.`)];
      }),
    ),
};
