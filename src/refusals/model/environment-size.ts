import { containersOf } from '../containers.ts';
import type { Member } from '../member.ts';
import type { Refusal } from '../refusal.ts';

const MAX_BYTES = 32 * 1024;

export const environmentSize: Refusal = {
  name: 'environment-size',
  operations: ['CreateModel'],
  rule: 'The environments of all containers have at most 32 KB together.',
  source: 'API reference, ContainerDefinition.Environment',
  confidence: 'documented',
  way_out: 'Put long values into the model archive or into S3.',
  find: (request) => {
    const environments = containersOf(request).map((container) => container.at('Environment'));
    const bytes = environments.reduce((sum, environment) => sum + sizeOf(environment), 0);
    const largest = environments.toSorted((a, b) => sizeOf(b) - sizeOf(a))[0];
    if (bytes <= MAX_BYTES || largest === undefined) return [];
    return [
      largest.refuse(`The environments of all containers have ${bytes} bytes. At most ${MAX_BYTES} are allowed.`),
    ];
  },
};

const sizeOf = (environment: Member): number =>
  environment.entries.reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value.text ?? ''),
    0,
  );
