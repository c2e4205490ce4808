import type { Refusal } from '../refusal.ts';

export const instancePreferencesCount: Refusal = {
  name: 'instance-preferences-count',
  operations: ['CreateProcessingJob', 'CreateTrainingJob'],
  rule: 'With instance preferences, each preference has an InstanceCount, or only the job has one.',
  source: 'API reference, InstancePreference.InstanceCount: "SageMaker rejects requests …"',
  confidence: 'documented',
  way_out: 'Set InstanceCount on every preference, or only beside the list.',
  find: (request) =>
    ['ResourceConfig', 'ProcessingResources.ClusterConfig'].flatMap((path) => {
      const preferences = request.at(`${path}.InstancePreferences`);
      if (preferences.items.length === 0) return [];
      const all = preferences.items.length;
      const counted = preferences.items.filter((preference) => preference.at('InstanceCount').exists).length;
      const expected = request.at(`${path}.InstanceCount`).exists ? 0 : all;
      if (counted === expected) return [];
      return [
        preferences.refuse(
          `InstanceCount must be set on every preference or only once for the job: ${counted} of ${all} preferences have it` +
            `${expected === 0 ? ', and the job has it too' : ''}.`,
        ),
      ];
    }),
};
