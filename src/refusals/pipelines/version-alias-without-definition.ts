import type { Refusal } from '../refusal.ts';

export const versionAliasWithoutDefinition: Refusal = {
  name: 'version-alias-without-definition',
  operations: ['UpdatePipeline'],
  rule: 'An update gives aliases only to the version that it makes, so it has a definition.',
  source: 'API reference, UpdatePipeline.PipelineVersionAliases',
  confidence: 'documented',
  way_out: 'Use UpdatePipelineVersion to change the aliases of a version.',
  find: (request) => {
    const aliases = request.at('PipelineVersionAliases');
    const hasDefinition = ['PipelineDefinition', 'PipelineDefinitionS3Location'].some(
      (name) => request.at(name).exists,
    );
    if (aliases.items.length === 0 || hasDefinition) return [];
    return [aliases.refuse('PipelineVersionAliases can be specified only when the pipeline definition changes.')];
  },
};
