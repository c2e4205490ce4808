import { findRecord } from '../../resources/records.ts';
import type { AccountRefusal } from '../account-refusal.ts';
import { missingInput } from '../inputs.ts';

export const transformInputMissing: AccountRefusal = {
  name: 'transform-input-missing',
  operations: ['CreateTransformJob'],
  rule: 'There are objects below the input prefix when the transform job is asked for.',
  source: 'aws/amazon-sagemaker-examples#2270 and #2414',
  confidence: 'quoted',
  find: (request, context) => {
    const model = findRecord('model', request.at('ModelName').text ?? '', context)?.record;
    return missingInput(request.at('TransformInput.DataSource.S3DataSource'), model?.ExecutionRoleArn ?? '', context);
  },
};
