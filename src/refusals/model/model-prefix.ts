import { containersOf } from '../containers.ts';
import type { Refusal } from '../refusal.ts';

export const modelPrefix: Refusal = {
  name: 'model-prefix',
  operations: ['CreateModel'],
  rule: 'The prefix of an uncompressed model ends with a slash.',
  source: 'API reference, S3ModelDataSource.S3DataType',
  confidence: 'documented',
  way_out: 'Add a slash to the end of S3Uri.',
  find: (request) =>
    containersOf(request)
      .map((container) => container.at('ModelDataSource.S3DataSource'))
      .filter((source) => source.at('S3DataType').text === 'S3Prefix')
      .map((source) => source.at('S3Uri'))
      .filter((uri) => uri.text !== undefined && !uri.text.endsWith('/'))
      .map((uri) => uri.refuse(`A key name prefix must end with a slash: ${uri.text}`)),
};
