import type { AccountRefusal } from '../account-refusal.ts';
import { untrustedRole } from '../role-trust.ts';

export const tuningRole: AccountRefusal = {
  name: 'tuning-role',
  operations: ['CreateHyperParameterTuningJob'],
  rule: 'The role of the training jobs of a tuning job exists and trusts SageMaker.',
  source: 'message of CreateTrainingJob in a public file',
  confidence: 'inferred',
  find: (request, context) =>
    untrustedRole(
      request.at('TrainingJobDefinition.RoleArn'),
      (arn) =>
        `Could not assume role ${arn}. Please ensure that the role exists and allows principal 'sagemaker.amazonaws.com' to assume the role.`,
      context,
    ),
};
