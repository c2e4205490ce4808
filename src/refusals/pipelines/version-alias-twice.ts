import type { Refusal } from '../refusal.ts';
import { repeated } from '../repeated.ts';

export const versionAliasTwice: Refusal = {
  name: 'version-alias-twice',
  operations: ['CreatePipeline', 'UpdatePipeline'],
  rule: 'The alias of a pipeline version is there once in the pipeline.',
  source: 'API reference, CreatePipeline.PipelineVersionAliases',
  confidence: 'documented',
  way_out: 'Remove one of the equal aliases.',
  find: (request) =>
    repeated(request.at('PipelineVersionAliases').items).map((alias) =>
      alias.refuse(`The alias ${alias.text} of a pipeline version must be unique within the pipeline.`),
    ),
};
