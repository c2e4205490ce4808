import type { Refusal } from '../refusal.ts';
import { serverlessCapture } from './serverless-capture.ts';
import { serverlessConcurrency } from './serverless-concurrency.ts';
import { serverlessInstances } from './serverless-instances.ts';
import { serverlessMemory } from './serverless-memory.ts';
import { serverlessOnlyVariant } from './serverless-variants.ts';

export const serverlessRefusals: readonly Refusal[] = [
  serverlessInstances,
  serverlessCapture,
  serverlessOnlyVariant,
  serverlessMemory,
  serverlessConcurrency,
];
