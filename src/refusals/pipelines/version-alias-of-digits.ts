import type { Refusal } from '../refusal.ts';

export const versionAliasOfDigits: Refusal = {
  name: 'version-alias-of-digits',
  operations: ['CreatePipeline', 'UpdatePipeline'],
  rule: 'The alias of a pipeline version does not consist of digits only.',
  source: 'API reference, CreatePipeline.PipelineVersionAliases',
  confidence: 'documented',
  way_out: 'Add a letter to the alias.',
  find: (request) =>
    request
      .at('PipelineVersionAliases')
      .items.filter(({ text }) => /^\d+$/.test(text ?? ''))
      .map((alias) => alias.refuse(`The alias ${alias.text} of a pipeline version must not consist of numbers only.`)),
};
