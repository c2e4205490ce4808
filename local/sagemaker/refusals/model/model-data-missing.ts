import { containersOf } from '../../../../src/refusals/containers.ts';
import type { AccountRefusal } from '../account-refusal.ts';
import { readArtifact } from '../artifact.ts';

export const modelDataMissing: AccountRefusal = {
  name: 'model-data-missing',
  operations: ['CreateModel'],
  rule: 'The model archive is in S3 when the model is created.',
  source: 'aws-ia/ecs-blueprints#223; aws/amazon-sagemaker-examples#4476',
  confidence: 'quoted',
  find: async (request, context) => {
    const violations = [];
    for (const container of containersOf(request)) {
      const artifact = await readArtifact(container, context);
      if (artifact?.problem !== undefined) violations.push(artifact.member.refuse(artifact.problem));
    }
    return violations;
  },
};
