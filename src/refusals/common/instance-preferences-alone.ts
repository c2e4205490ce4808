import type { Refusal } from '../refusal.ts';

/** Members that cannot stand beside InstancePreferences, from the request. */
const EXCLUDED: Readonly<Record<string, readonly string[]>> = {
  ResourceConfig: ['InstanceType', 'InstanceGroups', 'InstancePlacementConfig'],
  'ProcessingResources.ClusterConfig': ['InstanceType'],
};

export const instancePreferencesAlone: Refusal = {
  name: 'instance-preferences-alone',
  operations: ['CreateProcessingJob', 'CreateTrainingJob'],
  rule: 'InstancePreferences excludes InstanceType, InstanceGroups, InstancePlacementConfig and spot training.',
  source: 'API reference, InstancePreferences of ResourceConfig and ProcessingClusterConfig',
  confidence: 'documented',
  way_out: 'Leave out InstancePreferences or the other member.',
  find: (request) =>
    Object.entries(EXCLUDED).flatMap(([path, names]) => {
      if (!request.at(`${path}.InstancePreferences`).exists) return [];
      const spot = request.at('EnableManagedSpotTraining');
      return [
        ...names.map((name) => request.at(`${path}.${name}`)).filter(({ exists }) => exists),
        ...(spot.isTrue ? [spot] : []),
      ].map((member) => member.refuse(`InstancePreferences cannot be specified with ${member.path.at(-1)}.`));
    }),
};
