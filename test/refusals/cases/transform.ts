import type { RefusalCase } from '../refusal-case.ts';

const operation = 'CreateTransformJob';

export const transformCases: readonly RefusalCase[] = [
  {
    rule: 'transform-payload-limit',
    operation,
    refused: { MaxPayloadInMB: 101 },
    at: 'MaxPayloadInMB',
    message: 'MaxPayloadInMB 101 cannot be greater than 100 MB.',
    taken: { MaxPayloadInMB: 100 },
  },
  {
    rule: 'transform-payload-product',
    operation,
    refused: { MaxConcurrentTransforms: 20, MaxPayloadInMB: 10 },
    at: 'MaxConcurrentTransforms',
    message: 'MaxConcurrentTransforms (20) times MaxPayloadInMB (10) must not be more than 100 MB.',
    taken: { MaxConcurrentTransforms: 10, MaxPayloadInMB: 10 },
  },
  {
    rule: 'transform-payload-product',
    operation,
    refused: { MaxConcurrentTransforms: 17, MaxPayloadInMB: null },
    at: 'MaxConcurrentTransforms',
    message: /\(17\) times MaxPayloadInMB \(6\)/,
    taken: { MaxConcurrentTransforms: 16, MaxPayloadInMB: null },
  },
  {
    rule: 'transform-instance-limit',
    operation,
    refused: { 'TransformResources.InstanceCount': 101 },
    at: 'TransformResources.InstanceCount',
    message: 'InstanceCount 101 is more than the maximum, which is 100.',
    taken: { 'TransformResources.InstanceCount': 100 },
  },
  {
    rule: 'transform-input-type',
    operation,
    refused: { 'TransformInput.DataSource.S3DataSource.S3DataType': 'AugmentedManifestFile' },
    at: 'TransformInput.DataSource.S3DataSource.S3DataType',
    message: 'S3DataType AugmentedManifestFile is not compatible with a transform job.',
    taken: { 'TransformInput.DataSource.S3DataSource.S3DataType': 'ManifestFile' },
  },
  {
    rule: 'data-processing-type',
    operation,
    refused: { 'TransformInput.ContentType': 'image/png', DataProcessing: { JoinSource: 'Input' } },
    at: 'TransformInput.ContentType',
    message:
      'DataProcessing needs the content type text/csv, application/json or application/jsonlines, not image/png.',
    taken: { 'TransformInput.ContentType': 'image/png', DataProcessing: { InputFilter: '$', JoinSource: 'None' } },
  },
  {
    rule: 'data-processing-type',
    operation,
    refused: { 'TransformOutput.Accept': 'text/plain', DataProcessing: { InputFilter: '$[1:]' } },
    at: 'TransformOutput.Accept',
    message: /not text\/plain/,
    taken: { 'TransformOutput.Accept': 'text/csv; header=absent', DataProcessing: { InputFilter: '$[1:]' } },
  },
];
