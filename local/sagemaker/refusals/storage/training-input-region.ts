import type { AccountRefusal } from '../account-refusal.ts';
import { bucketOf, otherRegion } from '../buckets.ts';
import { noObjects } from '../inputs.ts';

export const trainingInputRegion: AccountRefusal = {
  name: 'training-input-region',
  operations: ['CreateTrainingJob'],
  rule: 'The bucket of a channel is in the region of the training job.',
  source: 'aws/amazon-sagemaker-examples#2489: the message names the region; API reference, S3DataSource',
  confidence: 'documented',
  find: async (request, context) => {
    const role = request.at('RoleArn').text ?? '';
    const violations = [];
    for (const channel of request.at('InputDataConfig').items) {
      const uri = channel.at('DataSource.S3DataSource.S3Uri');
      if ((await otherRegion(bucketOf(uri.text), context)) === undefined) continue;
      violations.push(uri.refuse(noObjects(uri.text ?? '', role, context)));
    }
    return violations;
  },
};
