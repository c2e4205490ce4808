import type { AccountRefusal } from '../account-refusal.ts';
import { missingInput } from '../inputs.ts';

export const trainingInputMissing: AccountRefusal = {
  name: 'training-input-missing',
  operations: ['CreateTrainingJob'],
  rule: 'There are objects below the prefix of each channel when the training job is asked for.',
  source: 'aws/amazon-sagemaker-examples#2489, #2267 and #2269',
  confidence: 'quoted',
  find: async (request, context) => {
    const role = request.at('RoleArn').text ?? '';
    const violations = [];
    for (const channel of request.at('InputDataConfig').items) {
      violations.push(...(await missingInput(channel.at('DataSource.S3DataSource'), role, context)));
    }
    return violations;
  },
};
