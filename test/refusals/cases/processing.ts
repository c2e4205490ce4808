import type { RefusalCase } from '../refusal-case.ts';
import { type Json, REQUESTS } from '../requests.ts';

const operation = 'CreateProcessingJob';
const INPUT = 'ProcessingInputs.0';
const OUTPUT = 'ProcessingOutputConfig.Outputs.0';
const IMAGE = 'AppSpecification.ImageUri';
const ATHENA = {
  Catalog: 'AwsDataCatalog',
  Database: 'db',
  QueryString: 'SELECT 1',
  OutputS3Uri: 's3://bucket/athena',
  OutputFormat: 'PARQUET',
};
const dataset = (definition: Record<string, Json>): Json => ({
  InputName: 'data',
  DatasetDefinition: { LocalPath: '/opt/ml/processing/input/data', ...definition },
});
const ecr = (region: string) => `683313688378.dkr.ecr.${region}.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3`;
const second = (name: string, path: string): Json => ({
  ...((REQUESTS[operation].ProcessingInputs as Json[])[0] as Record<string, Json>),
  InputName: name,
  S3Input: { S3Uri: 's3://bucket/more', LocalPath: path, S3DataType: 'S3Prefix', S3InputMode: 'File' },
});

export const processingCases: readonly RefusalCase[] = [
  {
    rule: 'processing-path-outside',
    operation,
    refused: { [`${INPUT}.S3Input.LocalPath`]: '/opt/ml/input/code' },
    at: `${INPUT}.S3Input.LocalPath`,
    message: 'LocalPath /opt/ml/input/code is invalid: it must be an absolute path below /opt/ml/processing.',
    taken: { [`${INPUT}.S3Input.LocalPath`]: '/opt/ml/processing/code' },
  },
  {
    rule: 'processing-path-outside',
    operation,
    refused: { [`${OUTPUT}.S3Output.LocalPath`]: '/opt/ml/processing/../model' },
    at: `${OUTPUT}.S3Output.LocalPath`,
    message: /must be an absolute path below/,
    taken: { [`${OUTPUT}.S3Output.LocalPath`]: '/opt/ml/processing/model' },
  },
  {
    rule: 'processing-path-missing',
    operation,
    refused: { [`${INPUT}.S3Input.LocalPath`]: null },
    at: `${INPUT}.S3Input`,
    message: 'LocalPath is required when AppManaged is False.',
    taken: { [`${INPUT}.S3Input.LocalPath`]: null, [`${INPUT}.AppManaged`]: true },
  },
  {
    rule: 'processing-input-kind',
    operation,
    refused: { [`${INPUT}.S3Input`]: null },
    at: INPUT,
    message: 'The input code must specify exactly one of S3Input and DatasetDefinition.',
    taken: {},
  },
  {
    rule: 'processing-output-kind',
    operation,
    refused: { [`${OUTPUT}.FeatureStoreOutput`]: { FeatureGroupName: 'group' }, [`${OUTPUT}.AppManaged`]: true },
    at: OUTPUT,
    message: 'The output train must specify exactly one of S3Output and FeatureStoreOutput.',
    taken: {
      [`${OUTPUT}.S3Output`]: null,
      [`${OUTPUT}.FeatureStoreOutput`]: { FeatureGroupName: 'group' },
      [`${OUTPUT}.AppManaged`]: true,
    },
  },
  {
    rule: 'dataset-kind',
    operation,
    refused: { 'ProcessingInputs.1': dataset({}) },
    at: 'ProcessingInputs.1.DatasetDefinition',
    message: 'DatasetDefinition must specify exactly one of AthenaDatasetDefinition and RedshiftDatasetDefinition.',
    taken: { 'ProcessingInputs.1': dataset({ AthenaDatasetDefinition: ATHENA }) },
  },
  {
    rule: 'feature-store-output',
    operation,
    refused: { [`${OUTPUT}.S3Output`]: null, [`${OUTPUT}.FeatureStoreOutput`]: { FeatureGroupName: 'group' } },
    at: `${OUTPUT}.FeatureStoreOutput`,
    message: 'FeatureStoreOutput is only supported when AppManaged is specified.',
    taken: {
      [`${OUTPUT}.S3Output`]: null,
      [`${OUTPUT}.FeatureStoreOutput`]: { FeatureGroupName: 'group' },
      [`${OUTPUT}.AppManaged`]: true,
    },
  },
  {
    rule: 'processing-gzip-mode',
    operation,
    refused: { [`${INPUT}.S3Input.S3CompressionType`]: 'Gzip' },
    at: `${INPUT}.S3Input.S3CompressionType`,
    message: 'Gzip can only be used when Pipe mode is specified as the S3InputMode.',
    taken: { [`${INPUT}.S3Input.S3CompressionType`]: 'Gzip', [`${INPUT}.S3Input.S3InputMode`]: 'Pipe' },
  },
  {
    rule: 'processing-path-twice',
    operation,
    refused: { 'ProcessingInputs.1': second('more', '/opt/ml/processing/input/code') },
    at: 'ProcessingInputs.1.S3Input.LocalPath',
    message: 'The LocalPath /opt/ml/processing/input/code is used by more than one of ProcessingInputs.',
    taken: { 'ProcessingInputs.1': second('more', '/opt/ml/processing/input/more') },
  },
  {
    rule: 'processing-name-twice',
    operation,
    refused: { 'ProcessingInputs.1': second('code', '/opt/ml/processing/input/more') },
    at: 'ProcessingInputs.1.InputName',
    message: 'Input and Output names must be globally unique: [code]',
    taken: { 'ProcessingInputs.1': second('more', '/opt/ml/processing/input/more') },
  },
  {
    rule: 'processing-name-twice',
    operation,
    refused: { [`${OUTPUT}.OutputName`]: 'code' },
    at: `${OUTPUT}.OutputName`,
    message: 'Input and Output names must be globally unique: [code]',
    taken: { [`${OUTPUT}.OutputName`]: 'Code' },
  },
  {
    rule: 'processing-image-address',
    operation,
    refused: { [IMAGE]: 'YOUR_IMAGE_URI' },
    at: IMAGE,
    message:
      'Invalid image URI YOUR_IMAGE_URI. Please provide a valid Amazon Elastic Container Registry path of the Docker image to run.',
    taken: { [IMAGE]: '123456789012.dkr.ecr.us-east-1.amazonaws.com/own@sha256:0123' },
  },
  {
    rule: 'processing-image-region',
    operation,
    refused: { [IMAGE]: ecr('us-east-2') },
    at: IMAGE,
    message: `Invalid region us-east-2 in image URI ${ecr('us-east-2')}. Please provide an image URI in region us-east-1.`,
    taken: { [IMAGE]: ecr('us-east-1') },
  },
];
