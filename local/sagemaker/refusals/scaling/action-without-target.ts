import type { AccountRefusal } from '../account-refusal.ts';
import { notRegistered } from '../scaled-variant.ts';

export const actionWithoutTarget: AccountRefusal = {
  name: 'action-without-target',
  operations: ['PutScheduledAction'],
  rule: 'A scheduled action belongs to a registered scalable target.',
  source: 'message of PutScheduledAction in a public file',
  confidence: 'quoted',
  error: 'ObjectNotFoundException',
  find: notRegistered('registered'),
};
