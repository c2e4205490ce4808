import type { Refusal } from '../refusal.ts';
import { repeated } from '../repeated.ts';

export const containerHostNameTwice: Refusal = {
  name: 'container-host-name-twice',
  operations: ['CreateModel'],
  rule: 'The ContainerHostname identifies one container of an inference pipeline.',
  source: 'API reference, ContainerDefinition.ContainerHostname',
  confidence: 'inferred',
  way_out: 'Give each container a name of its own.',
  find: (request) =>
    repeated(request.at('Containers').items.map((container) => container.at('ContainerHostname'))).map((name) =>
      name.refuse(`The ContainerHostname ${name.text} is used by more than one container.`),
    ),
};
