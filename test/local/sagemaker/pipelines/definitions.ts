import type { Shape } from '../../../../local/sagemaker/context.ts';
import { ROLE } from './world.ts';

/** The address of an image. The jobs of these tests are fake, so nothing pulls it. */
export const IMAGE = '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3';

/** Makes a small pipeline definition. */
export function pipeline(steps: Shape[], parameters: Shape[] = [], more: Shape = {}): Shape {
  return { Version: '2020-12-01', Metadata: {}, Parameters: parameters, Steps: steps, ...more };
}

export const get = (path: string): Shape => ({ Get: path });
export const join = (on: string, ...values: unknown[]): Shape => ({ 'Std:Join': { On: on, Values: values } });
export const jsonGet = (step: string, file: string, path: unknown): Shape => ({
  'Std:JsonGet': { PropertyFile: get(`Steps.${step}.PropertyFiles.${file}`), Path: path },
});
export const parameter = (Name: string, Type: string, DefaultValue?: unknown, more: Shape = {}): Shape => ({
  Name,
  Type,
  ...(DefaultValue === undefined ? {} : { DefaultValue }),
  ...more,
});

export function processing(Name: string, args: Shape = {}, more: Shape = {}): Shape {
  return {
    Name,
    Type: 'Processing',
    Arguments: {
      ProcessingResources: { ClusterConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: 1, VolumeSizeInGB: 30 } },
      AppSpecification: { ImageUri: IMAGE },
      RoleArn: ROLE,
      ...args,
    },
    ...more,
  };
}

/** Makes a step with an output `report` and the property file `Report` in it. */
export function reporting(Name: string, more: Shape = {}): Shape {
  const S3Uri = join('/', 's3://bucket', get('Execution.PipelineExecutionId'), Name);
  const S3Output = { S3Uri, LocalPath: '/opt/ml/processing/report', S3UploadMode: 'EndOfJob' };
  return processing(
    Name,
    { ProcessingOutputConfig: { Outputs: [{ OutputName: 'report', AppManaged: false, S3Output }] } },
    { PropertyFiles: [{ PropertyFileName: 'Report', OutputName: 'report', FilePath: 'report.json' }], ...more },
  );
}

/** Makes the behaviour of a reporting step: the text of its report. */
export const writes = (text: string) => ({ writes: { report: { 'report.json': text } } });

export function processingInput(InputName: string, S3Uri: unknown): Shape {
  return {
    InputName,
    AppManaged: false,
    S3Input: { S3Uri, LocalPath: '/opt/ml/processing/input/x', S3DataType: 'S3Prefix', S3InputMode: 'File' },
  };
}

export const condition = (
  Name: string,
  Conditions: Shape[],
  IfSteps: Shape[] = [],
  ElseSteps: Shape[] = [],
): Shape => ({
  Name,
  Type: 'Condition',
  Arguments: { Conditions, IfSteps, ElseSteps },
});

export const compare = (Type: string, LeftValue: unknown, RightValue: unknown): Shape => ({
  Type,
  LeftValue,
  RightValue,
});

export const fail = (Name: string, ErrorMessage?: unknown): Shape => ({
  Name,
  Type: 'Fail',
  Arguments: ErrorMessage === undefined ? {} : { ErrorMessage },
});

export const register = (
  Name: string,
  group: unknown = 'group',
  modelData: unknown = 's3://bucket/model.tar.gz',
): Shape => ({
  Name,
  Type: 'RegisterModel',
  Arguments: {
    ModelPackageGroupName: group,
    InferenceSpecification: {
      Containers: [{ Image: IMAGE, ModelDataUrl: modelData }],
      SupportedContentTypes: ['text/csv'],
      SupportedResponseMIMETypes: ['text/csv'],
    },
    ModelApprovalStatus: 'PendingManualApproval',
    Tags: [{ Key: 'team', Value: 'ours' }],
  },
});
