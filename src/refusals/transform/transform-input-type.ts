import type { Refusal } from '../refusal.ts';

export const transformInputType: Refusal = {
  name: 'transform-input-type',
  operations: ['CreateTransformJob'],
  rule: 'The input of a transform job is an S3Prefix or a ManifestFile.',
  source: 'API reference, TransformS3DataSource.S3DataType',
  confidence: 'documented',
  way_out: 'Use S3Prefix or ManifestFile.',
  find: (request) => {
    const type = request.at('TransformInput.DataSource.S3DataSource.S3DataType');
    if (type.text === undefined || ['S3Prefix', 'ManifestFile'].includes(type.text)) return [];
    return [type.refuse(`S3DataType ${type.text} is not compatible with a transform job.`)];
  },
};
