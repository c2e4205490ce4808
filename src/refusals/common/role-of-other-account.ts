import type { Refusal } from '../refusal.ts';

/** The message was published for CreateProcessingJob. */
export const roleOfOtherAccount: Refusal = {
  name: 'role-of-other-account',
  operations: [
    'CreateHyperParameterTuningJob',
    'CreateModel',
    'CreatePipeline',
    'CreateProcessingJob',
    'CreateTrainingJob',
    'UpdatePipeline',
  ],
  rule: 'A role belongs to the account of the caller.',
  source: 'message of CreateProcessingJob in a public file',
  confidence: 'quoted',
  settings: ['role_arn'],
  way_out: 'Name a role of the account that the request is sent to.',
  find: (request, { account }) =>
    ['RoleArn', 'ExecutionRoleArn', 'TrainingJobDefinition.RoleArn']
      .map((name) => request.at(name))
      .filter(({ text }) => text?.startsWith('arn:') && text.split(':')[4] !== account)
      .map((role) => role.refuse(`${role.path.at(-1)}: Cross-account pass role is not allowed.`)),
};
