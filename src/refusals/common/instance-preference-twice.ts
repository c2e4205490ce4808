import type { Refusal } from '../refusal.ts';
import { repeated } from '../repeated.ts';

export const instancePreferenceTwice: Refusal = {
  name: 'instance-preference-twice',
  operations: ['CreateProcessingJob', 'CreateTrainingJob'],
  rule: 'An instance type is there once in a list of preferences.',
  source: 'API reference, InstancePreference.InstanceType and ProcessingInstancePreference.InstanceType',
  confidence: 'documented',
  way_out: 'Remove one of the preferences.',
  find: (request) =>
    ['ResourceConfig', 'ProcessingResources.ClusterConfig'].flatMap((resources) =>
      repeated(
        request.at(`${resources}.InstancePreferences`).items.map((preference) => preference.at('InstanceType')),
      ).map((type) => type.refuse(`The instance type ${type.text} can appear only once in InstancePreferences.`)),
    ),
};
