import type { Refusal } from '../refusal.ts';

export const featureStoreOutput: Refusal = {
  name: 'feature-store-output',
  operations: ['CreateProcessingJob'],
  rule: 'The application manages an output to the Feature Store (AppManaged).',
  source: 'API reference, ProcessingOutput.FeatureStoreOutput',
  confidence: 'documented',
  way_out: 'Set AppManaged of the output to true.',
  find: (request) =>
    request
      .at('ProcessingOutputConfig.Outputs')
      .items.filter((output) => output.at('FeatureStoreOutput').exists && !output.at('AppManaged').exists)
      .map((output) =>
        output.at('FeatureStoreOutput').refuse('FeatureStoreOutput is only supported when AppManaged is specified.'),
      ),
};
