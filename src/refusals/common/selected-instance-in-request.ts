import type { Refusal } from '../refusal.ts';

export const selectedInstanceInRequest: Refusal = {
  name: 'selected-instance-in-request',
  operations: ['CreateProcessingJob', 'CreateTrainingJob'],
  rule: 'SelectedInstanceType and SelectedInstanceCount are in answers of the service only.',
  source: 'API reference, SelectedInstanceType of ResourceConfig and ProcessingClusterConfig',
  confidence: 'documented',
  way_out: 'Leave out the member.',
  find: (request) =>
    ['ResourceConfig', 'ProcessingResources.ClusterConfig']
      .flatMap((path) => ['SelectedInstanceType', 'SelectedInstanceCount'].map((name) => request.at(`${path}.${name}`)))
      .filter(({ exists }) => exists)
      .map((member) => member.refuse(`${member.path.at(-1)} is read-only and cannot be specified in a request.`)),
};
