import type { Refusal } from '../refusal.ts';

export const versionNamedTwice: Refusal = {
  name: 'version-named-twice',
  operations: ['StartPipelineExecution'],
  rule: 'A start names a version of the pipeline by its id or by an alias, not by both.',
  source: 'API reference, StartPipelineExecution.PipelineVersionAlias',
  confidence: 'documented',
  way_out: 'Leave out PipelineVersionId or PipelineVersionAlias.',
  find: (request) => {
    const alias = request.at('PipelineVersionAlias');
    if (!alias.exists || !request.at('PipelineVersionId').exists) return [];
    return [alias.refuse('PipelineVersionAlias cannot be specified together with PipelineVersionId.')];
  },
};
