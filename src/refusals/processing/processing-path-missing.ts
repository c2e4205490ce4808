import type { Refusal } from '../refusal.ts';

export const processingPathMissing: Refusal = {
  name: 'processing-path-missing',
  operations: ['CreateProcessingJob'],
  rule: 'An input has a LocalPath, unless the application manages it.',
  source: 'API reference, LocalPath of ProcessingS3Input and DatasetDefinition',
  confidence: 'documented',
  way_out: 'Set LocalPath, or set AppManaged to true.',
  find: (request) =>
    request
      .at('ProcessingInputs')
      .items.filter((input) => {
        const managed = input.at('AppManaged');
        return !managed.exists || managed.value === false;
      })
      .flatMap((input) => [input.at('S3Input'), input.at('DatasetDefinition')])
      .filter((source) => source.exists && !source.at('LocalPath').exists)
      .map((source) => source.refuse('LocalPath is required when AppManaged is False.')),
};
