import type { Operation } from './refusal.ts';

/** The operations whose requests have tags. */
export const TAGGED_OPERATIONS: readonly Operation[] = [
  'AddTags',
  'CreateEndpoint',
  'CreateEndpointConfig',
  'CreateHyperParameterTuningJob',
  'CreateModel',
  'CreateModelPackage',
  'CreateModelPackageGroup',
  'CreatePipeline',
  'CreateProcessingJob',
  'CreateTrainingJob',
  'CreateTransformJob',
];
