import type { AccountRefusal } from '../account-refusal.ts';
import { notRegistered } from '../scaled-variant.ts';

export const targetMissing: AccountRefusal = {
  name: 'target-missing',
  operations: ['DeregisterScalableTarget'],
  rule: 'Only a registered scalable target is deregistered.',
  source: 'Application Auto Scaling API reference, DeregisterScalableTarget errors; message that emulators repeat',
  confidence: 'reported',
  error: 'ObjectNotFoundException',
  find: notRegistered('found'),
};
