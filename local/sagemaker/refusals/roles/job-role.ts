import type { AccountRefusal } from '../account-refusal.ts';
import { untrustedRole } from '../role-trust.ts';

export const jobRole: AccountRefusal = {
  name: 'job-role',
  operations: ['CreateTrainingJob', 'CreateProcessingJob'],
  rule: 'The role of a job exists and trusts SageMaker when the job is asked for.',
  source: 'message of CreateTrainingJob in a public file',
  confidence: 'quoted',
  find: (request, context) =>
    untrustedRole(
      request.at('RoleArn'),
      (arn) =>
        `Could not assume role ${arn}. Please ensure that the role exists and allows principal 'sagemaker.amazonaws.com' to assume the role.`,
      context,
    ),
};
