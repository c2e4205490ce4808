import type { AccountRefusal } from '../account-refusal.ts';
import { endpointQuota } from './endpoint-quota.ts';
import { endpointTotalQuota } from './endpoint-total-quota.ts';
import { groupQuota } from './group-quota.ts';
import { processingQuota } from './processing-quota.ts';
import { serverlessMemoryQuota } from './serverless-memory-quota.ts';
import { trainingQuota } from './training-quota.ts';
import { transformQuota } from './transform-quota.ts';
import { tuningQuota } from './tuning-quota.ts';

export const quotasRefusals: readonly AccountRefusal[] = [
  trainingQuota,
  tuningQuota,
  processingQuota,
  transformQuota,
  endpointQuota,
  endpointTotalQuota,
  serverlessMemoryQuota,
  groupQuota,
];
