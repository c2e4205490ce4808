import type { Refusal } from '../refusal.ts';

export const containerHostNames: Refusal = {
  name: 'container-host-names',
  operations: ['CreateModel'],
  rule: 'If one container of an inference pipeline has a ContainerHostname, all containers have one.',
  source: 'API reference, ContainerDefinition.ContainerHostname',
  confidence: 'documented',
  way_out: 'Name every container, or none.',
  find: (request) => {
    const containers = request.at('Containers').items;
    if (!containers.some((container) => container.at('ContainerHostname').exists)) return [];
    return containers
      .filter((container) => !container.at('ContainerHostname').exists)
      .map((container) =>
        container.refuse('ContainerHostname must be specified for every container, or for no container.'),
      );
  },
};
