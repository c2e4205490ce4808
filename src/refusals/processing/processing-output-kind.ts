import type { Refusal } from '../refusal.ts';

export const processingOutputKind: Refusal = {
  name: 'processing-output-kind',
  operations: ['CreateProcessingJob'],
  rule: 'An output is an S3Output or a FeatureStoreOutput, exactly one of them.',
  source: 'API reference, ProcessingOutput',
  confidence: 'documented',
  way_out: 'Give S3Output or FeatureStoreOutput.',
  find: (request) =>
    request
      .at('ProcessingOutputConfig.Outputs')
      .items.filter((output) => output.at('S3Output').exists === output.at('FeatureStoreOutput').exists)
      .map((output) =>
        output.refuse(
          `The output ${output.at('OutputName').text} must specify exactly one of S3Output and FeatureStoreOutput.`,
        ),
      ),
};
