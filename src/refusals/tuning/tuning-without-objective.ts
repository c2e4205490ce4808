import type { Refusal } from '../refusal.ts';

/** With a list of definitions, each definition has its own objective. */
export const tuningWithoutObjective: Refusal = {
  name: 'tuning-without-objective',
  operations: ['CreateHyperParameterTuningJob'],
  rule: 'A tuning job of one definition has an objective.',
  source: 'API reference, HyperParameterTuningJobConfig.HyperParameterTuningJobObjective',
  confidence: 'inferred',
  way_out: 'Set HyperParameterTuningJobObjective.',
  find: (request) => {
    const config = request.at('HyperParameterTuningJobConfig');
    const isOwn = ['TrainingJobDefinition.TuningObjective', 'TrainingJobDefinitions'].some(
      (name) => request.at(name).exists,
    );
    if (isOwn || !config.exists || config.at('HyperParameterTuningJobObjective').exists) return [];
    return [config.refuse('HyperParameterTuningJobObjective is required.')];
  },
};
