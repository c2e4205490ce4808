import type { Refusal } from '../refusal.ts';

export const processingGzipMode: Refusal = {
  name: 'processing-gzip-mode',
  operations: ['CreateProcessingJob'],
  rule: 'The service unpacks Gzip only for inputs with the mode Pipe.',
  source: 'API reference, ProcessingS3Input.S3CompressionType',
  confidence: 'documented',
  way_out: 'Leave out S3CompressionType and unpack in the script, or use the mode Pipe.',
  find: (request) =>
    request
      .at('ProcessingInputs')
      .items.map((input) => input.at('S3Input'))
      .filter((input) => input.at('S3CompressionType').text === 'Gzip' && input.at('S3InputMode').text === 'File')
      .map((input) =>
        input.at('S3CompressionType').refuse('Gzip can only be used when Pipe mode is specified as the S3InputMode.'),
      ),
};
