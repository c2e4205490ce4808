import type { Refusal } from '../refusal.ts';

export const processingInputKind: Refusal = {
  name: 'processing-input-kind',
  operations: ['CreateProcessingJob'],
  rule: 'An input is an S3Input or a DatasetDefinition, exactly one of them.',
  source: 'API reference, ProcessingInput',
  confidence: 'documented',
  way_out: 'Give S3Input or DatasetDefinition.',
  find: (request) =>
    request
      .at('ProcessingInputs')
      .items.filter((input) => input.at('S3Input').exists === input.at('DatasetDefinition').exists)
      .map((input) =>
        input.refuse(
          `The input ${input.at('InputName').text} must specify exactly one of S3Input and DatasetDefinition.`,
        ),
      ),
};
