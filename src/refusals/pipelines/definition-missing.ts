import type { Refusal } from '../refusal.ts';

export const definitionMissing: Refusal = {
  name: 'definition-missing',
  operations: ['CreatePipeline'],
  rule: 'A pipeline has a definition, as text or as an object in S3.',
  source: 'getmoto/moto, moto/sagemaker/models.py',
  confidence: 'reported',
  way_out: 'Give PipelineDefinition or PipelineDefinitionS3Location.',
  find: (request) =>
    request.at('PipelineDefinition').exists || request.at('PipelineDefinitionS3Location').exists
      ? []
      : [request.refuse('Either Pipeline Definition or Pipeline Definition S3 location should be provided')],
};
