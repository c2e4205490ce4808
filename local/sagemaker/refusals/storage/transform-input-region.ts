import { findRecord } from '../../resources/records.ts';
import type { AccountRefusal } from '../account-refusal.ts';
import { bucketOf, otherRegion } from '../buckets.ts';
import { noObjects } from '../inputs.ts';

export const transformInputRegion: AccountRefusal = {
  name: 'transform-input-region',
  operations: ['CreateTransformJob'],
  rule: 'The bucket of the input is in the region of the transform job.',
  source: 'aws/amazon-sagemaker-examples#2270: the message names the region',
  confidence: 'inferred',
  find: async (request, context) => {
    const uri = request.at('TransformInput.DataSource.S3DataSource.S3Uri');
    const model = findRecord('model', request.at('ModelName').text ?? '', context)?.record;
    return (await otherRegion(bucketOf(uri.text), context)) === undefined
      ? []
      : [uri.refuse(noObjects(uri.text ?? '', model?.ExecutionRoleArn ?? '', context))];
  },
};
