import type { AccountRefusal } from '../account-refusal.ts';
import { notRegistered } from '../scaled-variant.ts';

export const policyWithoutTarget: AccountRefusal = {
  name: 'policy-without-target',
  operations: ['PutScalingPolicy'],
  rule: 'A scaling policy belongs to a registered scalable target.',
  source: 'cloudposse/terraform-aws-ecs-cloudwatch-autoscaling#36; ansible/ansible#35632',
  confidence: 'quoted',
  error: 'ObjectNotFoundException',
  find: notRegistered('registered'),
};
