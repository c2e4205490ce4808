import type { AccountRefusal } from '../account-refusal.ts';
import { untrustedRole } from '../role-trust.ts';

export const modelRole: AccountRefusal = {
  name: 'model-role',
  operations: ['CreateModel'],
  rule: 'The execution role of a model exists and trusts SageMaker.',
  source: 'message of CreateModel in a public file',
  confidence: 'quoted',
  find: (request, context) =>
    untrustedRole(
      request.at('ExecutionRoleArn'),
      (arn) =>
        `The execution role ARN "${arn}" is invalid. Please ensure that the role exists and that its trust relationship policy allows the action "sts:AssumeRole" for the service principal "sagemaker.amazonaws.com".`,
      context,
    ),
};
