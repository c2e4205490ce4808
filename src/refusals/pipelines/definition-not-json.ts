import { definitionOf, unreadable } from '../pipelines-definition.ts';
import type { Refusal } from '../refusal.ts';

export const definitionNotJson: Refusal = {
  name: 'definition-not-json',
  operations: ['CreatePipeline', 'UpdatePipeline'],
  rule: 'The definition of a pipeline is a JSON object.',
  source: 'API reference, CreatePipeline.PipelineDefinition; developer guide, pipelines-troubleshooting',
  confidence: 'documented',
  way_out: 'Write the definition as a JSON object.',
  find: (request) => {
    const definition = definitionOf(request);
    if (definition?.problem === undefined) return [];
    return [request.at('PipelineDefinition').refuse(unreadable(definition.problem))];
  },
};
