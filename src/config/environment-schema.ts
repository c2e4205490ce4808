import * as z from 'zod';
import { awsAccount, awsRegion, count, filePath, instanceType, keyPrefix, name, roleName, text } from './fields.ts';
import { FORMER_TARGET, scalingSchema, serverlessSchema } from './serving-schema.ts';

/** The files of `environments/<name>/` as they are written: environment.yml, endpoint.yml and batch-transform.yml. */

const date = (what: string) =>
  z
    .string()
    .regex(
      /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2}))?$/,
      'must be a date (2026-12-20) or a time with its zone (2026-12-20T18:00Z)',
    )
    .describe(what);

export const environmentFileSchema = z.strictObject({
  account: awsAccount().describe('AWS account, in quotes.'),
  region: z.exactOptional(awsRegion()).describe('AWS region; wins over aws.region.'),
  role: z.exactOptional(roleName()).describe('Execution role by name; wins over aws.sagemaker_execution_role_name.'),
  role_arn: z.exactOptional(text()).describe('Execution role by ARN; wins over aws.sagemaker_execution_role_arn.'),
  bucket: z.exactOptional(text()).describe('Bucket; wins over aws.s3_bucket.'),
  promotes_from: z
    .nullable(z.string().min(1))
    .default(null)
    .describe('Environment that a model must have run in before.'),
  soak: z
    .string()
    .regex(/^\d+[smhd]$/, 'must be a duration such as 30m, 24h or 7d')
    .default('0h')
    .describe('How long a model must have run in promotes_from.'),
  freeze: z
    .array(
      z.strictObject({
        from: date('Start, included.'),
        to: date('End, excluded.'),
        reason: text().describe('Shown when it stops a deployment.'),
      }),
    )
    .default([])
    .describe('Times in which nothing is deployed here.'),
  approvers: z
    .array(z.string().regex(/^[A-Za-z0-9](-?[A-Za-z0-9]){0,38}$/, 'must be a GitHub login, without @'))
    .default([])
    .describe('GitHub logins whose label counts; empty: everybody with write permission.'),
  config: z.exactOptional(z.record(z.string(), z.unknown())).describe('Keys of config.yml that differ here.'),
});

/** A model by content: a version can be deleted and registered again, but then the digest of its artifact differs. */
const pin = z
  .nullable(
    z.strictObject({
      package_group: name(63).describe('Model package group.'),
      version: z.int().min(1).describe('Version in the group.'),
      artifact_digest: z
        .string()
        .regex(/^sha256:[0-9a-f]{64}$/, 'must be sha256: and 64 hexadecimal digits')
        .describe('SHA-256 of model.tar.gz.'),
    }),
  )
  .default(null)
  .describe('The model that runs here; null: no model yet.');

const rollout = z.strictObject({
  type: z.enum(['all-at-once', 'canary', 'linear']).describe('How traffic moves to the new model.'),
  // CanarySize, LinearStepSize: 10 (linear) or 1 (canary) to 50 percent of the new fleet.
  step_percent: z
    .exactOptional(z.int().min(1).max(50))
    .describe('canary, linear: share that moves first or per step, at most 50.'),
  wait_in_seconds: z.int().min(0).max(3600).default(300).describe('Wait between two moves of traffic.'),
  termination_wait_in_seconds: z.int().min(0).max(3600).default(0).describe('How long the old fleet is kept.'),
  maximum_execution_timeout_in_seconds: z
    .int()
    .min(600)
    .max(28800)
    .default(3600)
    .describe('Maximum time of a rollout.'),
  alarms: z
    .array(z.string().min(1).max(255))
    .max(10)
    .default([])
    .describe('CloudWatch alarms that roll it back, at most 10.'),
});

const dataCapture = z.strictObject({
  percentage: z.int().min(1).max(100).default(100).describe('Share of the calls that is captured.'),
  capture: z
    .array(z.enum(['input', 'output']))
    .min(1)
    .max(2)
    .default(['input', 'output'])
    .describe('What is captured: the requests, the predictions, or both.'),
  prefix: z
    .exactOptional(keyPrefix())
    .describe('Prefix in the bucket. Default: <aws.s3_prefix>/data-capture. The endpoint’s name is added to it.'),
});

export const endpointFileSchema = z.strictObject({
  model: pin,
  endpoint_name: z.exactOptional(name(63)).describe('Default: <realtime_endpoint.endpoint_name>-<environment>.'),
  instance_type: z.exactOptional(instanceType()).describe('Default: realtime_endpoint.instance_type.'),
  min_instance_count: z.exactOptional(count()).describe('Default: realtime_endpoint.min_instance_count.'),
  max_instance_count: z.exactOptional(count()).describe('Default: realtime_endpoint.max_instance_count.'),
  scaling: z.exactOptional(scalingSchema).describe('Default: realtime_endpoint.scaling, as a whole.'),
  serverless: z
    .exactOptional(serverlessSchema)
    .describe('Serves without instances. Default: realtime_endpoint.serverless.'),
  keep: z.int().min(0).max(100).default(2).describe('Earlier models and endpoint configurations that stay.'),
  rollout: z.exactOptional(rollout).describe('How an update moves traffic.'),
  data_capture: z.exactOptional(dataCapture).describe('Keeps requests and predictions in the bucket.'),
});

export const batchTransformFileSchema = z.strictObject({
  model: pin,
  pipeline_name: z.exactOptional(name(256)).describe('Default: <pipeline.transform_pipeline_name>-<environment>.'),
  instance_type: z.exactOptional(instanceType()).describe('Default: transform_step.instance_type.'),
  instance_count: z.exactOptional(count()).describe('Default: transform_step.instance_count.'),
  query: z.exactOptional(z.string()).describe('SQL, inline. Default: that of transform_step.'),
  query_file: z.exactOptional(filePath()).describe('File with the SQL, relative to this file.'),
  output_prefix: z.exactOptional(keyPrefix()).describe('Default: <transform_step.output_prefix>/<environment>.'),
});

/** Keys that endpoint.yml had in an earlier version, with what to say about them. */
export const REMOVED_ENDPOINT_KEYS = { target_invocations_per_instance: FORMER_TARGET };

/** The same for batch-transform.yml. */
export const REMOVED_BATCH_KEYS: Readonly<Record<string, { message: string; way_out: string }>> = {
  schedule: {
    message:
      'is not a key: the schedule of the batch predictions is the cron expression in .github/workflows/batch.yml',
    way_out: 'Remove this key. It had no effect.',
  },
};

export type EnvironmentFile = z.output<typeof environmentFileSchema>;
export type EndpointFile = z.output<typeof endpointFileSchema>;
export type BatchTransformFile = z.output<typeof batchTransformFileSchema>;

export type Pin = NonNullable<z.output<typeof pin>>;
export type Rollout = z.output<typeof rollout>;
