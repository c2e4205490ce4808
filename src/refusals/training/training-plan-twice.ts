import type { Refusal } from '../refusal.ts';

export const trainingPlanTwice: Refusal = {
  name: 'training-plan-twice',
  operations: ['CreateTrainingJob'],
  rule: 'The training plan stands at the job or at its instance preferences, not in both places.',
  source: 'API reference, InstancePreference.TrainingPlanArns',
  confidence: 'documented',
  way_out: 'Leave out ResourceConfig.TrainingPlanArn or the TrainingPlanArns of the preferences.',
  find: (request) =>
    request.at('ResourceConfig.TrainingPlanArn').exists
      ? request
          .at('ResourceConfig.InstancePreferences')
          .items.map((preference) => preference.at('TrainingPlanArns'))
          .filter(({ exists }) => exists)
          .map((plans) => plans.refuse('TrainingPlanArns cannot be specified with TrainingPlanArn of ResourceConfig.'))
      : [],
};
