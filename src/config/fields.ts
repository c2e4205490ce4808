import * as z from 'zod';

/**
 * The kinds of value that the configuration files share. Limits are those of the AWS API reference (the service model
 * `sagemaker/2017-07-24` names the shape), so that a mistake is found on its line and not by a refused call.
 */

/** SageMaker names: letters, digits and hyphens, no hyphen at either end (shape EndpointName, EntityName, PipelineName …). */
const NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/;

export const text = () => z.string().min(1);

export const name = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(NAME, 'must be letters, digits and hyphens, with no hyphen at the start or the end');

/** Shape StepName of a pipeline definition: 1 to 64 of `A-Za-z0-9-_`. */
export const stepName = () =>
  z
    .string()
    .min(1)
    .max(64)
    .regex(/^[A-Za-z0-9\-_]+$/, 'must be letters, digits, hyphens and underscores');

/** Column names as they come back from Presto: anything that is not blank, no control characters. */
export const columnName = () =>
  z
    .string()
    .min(1)
    .max(128)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is refused
    .regex(/^[^\u0000-\u001f\u007f]+$/, 'must not have control characters')
    .regex(/^\S(.*\S)?$/, 'must not start or end with a blank');

export const instanceType = () =>
  z.string().regex(/^ml\.[a-z0-9-]+\.[a-z0-9-]+$/, 'must be an instance type such as ml.m5.xlarge');

export const count = (most?: number) => (most === undefined ? z.int().min(1) : z.int().min(1).max(most));

/** Shapes TagKey (1–128) and TagValue (0–256); TagList holds at most 50. */
const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const TAG_RULE = 'must be letters, digits, blanks and _ . : / = + - @';

export const tag = z.strictObject({
  Key: z
    .string()
    .min(1)
    .max(128)
    .regex(TAG_TEXT, TAG_RULE)
    .regex(/^(?!aws:)/i, 'must not start with aws:, which AWS keeps for itself')
    .describe('Name of the tag.'),
  Value: z.string().max(256).regex(TAG_TEXT, TAG_RULE).describe('Value of the tag.'),
});

export const tags = () => z.array(tag).max(50).default([]).describe('Tags, put on every resource that this makes.');

export const awsAccount = () =>
  z.string().regex(/^\d{12}$/, 'must be the 12 digits of an AWS account, in quotes ("012345678901")');

export const awsRegion = () => z.string().regex(/^[a-z]{2,}(-[a-z]+)+-\d$/, 'must be an AWS region such as us-east-1');

/** IAM role name (IAM API reference: 64 characters of `\w+=,.@-`). A path in front of it belongs into the ARN. */
export const roleName = () =>
  z
    .string()
    .min(1)
    .max(64)
    .regex(/^[\w+=,.@-]+$/, 'must be the name of an IAM role, without a path and not an ARN');

/** S3 key prefix without a slash at either end, so that joining is never ambiguous. */
export const keyPrefix = () =>
  z
    .string()
    .min(1)
    .max(512)
    .regex(
      /^[A-Za-z0-9!_.*'()-]+(\/[A-Za-z0-9!_.*'()-]+)*$/,
      'must be an S3 prefix without blanks and without a slash at either end',
    );

/** A file named by a configuration file, relative to that file. */
export const filePath = () =>
  z
    .string()
    .min(1)
    .regex(/^[^\\]*$/, 'must use / between folders');
