import { containersOf } from '../../../../src/refusals/containers.ts';
import type { AccountRefusal } from '../account-refusal.ts';
import { artifactMember } from '../artifact.ts';
import { bucketOf, otherRegion } from '../buckets.ts';

export const modelDataRegion: AccountRefusal = {
  name: 'model-data-region',
  operations: ['CreateModel'],
  rule: 'The bucket of the model archive is in the region of the model.',
  source: 'API reference, ContainerDefinition.ModelDataUrl',
  confidence: 'documented',
  find: async (request, context) => {
    const violations = [];
    for (const container of containersOf(request)) {
      const artifact = artifactMember(container);
      const region = await otherRegion(bucketOf(artifact?.text), context);
      if (artifact === undefined || region === undefined) continue;
      violations.push(
        artifact.refuse(
          `The model data at ${artifact.text} must be in a bucket in the region of the model, which is ${context.region}. The bucket is in ${region}.`,
        ),
      );
    }
    return violations;
  },
};
