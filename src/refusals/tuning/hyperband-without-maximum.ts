import type { Refusal } from '../refusal.ts';
import { trainingJobs } from '../training-jobs.ts';

/** Hyperparameters from which the service reads the maximum. */
const EPOCHS = ['epochs', 'numepochs', 'n-epochs', 'n_epochs', 'num_epochs'];

export const hyperbandWithoutMaximum: Refusal = {
  name: 'hyperband-without-maximum',
  operations: ['CreateHyperParameterTuningJob'],
  rule: 'The strategy Hyperband has a MaxResource, or a fixed hyperparameter such as epochs to read it from.',
  source: 'API reference, HyperbandStrategyConfig.MaxResource: "it generates a validation error"',
  confidence: 'documented',
  way_out: 'Set StrategyConfig.HyperbandStrategyConfig.MaxResource.',
  find: (request) => {
    const config = request.at('HyperParameterTuningJobConfig');
    const max = config.at('StrategyConfig.HyperbandStrategyConfig.MaxResource');
    if (config.at('Strategy').text !== 'Hyperband' || max.exists) return [];
    return trainingJobs(request)
      .filter((job) => !EPOCHS.some((name) => job.at('StaticHyperParameters').at(name).exists))
      .map(() => max.refuse(`MaxResource is required: no static hyperparameter is named ${EPOCHS.join(', ')}.`));
  },
};
