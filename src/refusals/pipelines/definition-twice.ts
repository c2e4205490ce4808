import type { Refusal } from '../refusal.ts';

export const definitionTwice: Refusal = {
  name: 'definition-twice',
  operations: ['CreatePipeline', 'UpdatePipeline'],
  rule: 'The definition of a pipeline comes as text or from S3, not both.',
  source: 'getmoto/moto, moto/sagemaker/models.py',
  confidence: 'reported',
  way_out: 'Leave out PipelineDefinition or PipelineDefinitionS3Location.',
  find: (request) => {
    const location = request.at('PipelineDefinitionS3Location');
    if (!location.exists || !request.at('PipelineDefinition').exists) return [];
    return [location.refuse("Both Pipeline Definition and Pipeline Definition S3 Location shouldn't be present")];
  },
};
