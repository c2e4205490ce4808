import * as z from 'zod';
import { REGIONS, regionWayOut } from './regions.ts';

/**
 * The kinds of value that the configuration files share. The limits are those of the AWS API reference; the comments name the
 * shape of the service model `sagemaker/2017-07-24`. So a mistake is found on its line, and not by a refused call.
 */

/** SageMaker names: letters, digits and hyphens, no hyphen at either end (shapes EndpointName, EntityName, PipelineName …). */
const NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/;

export const text = () => z.string().min(1);

export const name = (maxLength: number) =>
  z
    .string()
    .min(1)
    .max(maxLength)
    .regex(NAME, 'must be letters, digits and hyphens, with no hyphen at the start or the end');

/** Shape StepName of a pipeline definition: 1 to 64 of `A-Za-z0-9-_`. */
export const stepName = () =>
  z
    .string()
    .min(1)
    .max(64)
    .regex(/^[A-Za-z0-9\-_]+$/, 'must be letters, digits, hyphens and underscores');

/** Names of columns as Presto returns them: any text without control characters and without a blank at either end. */
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

export const count = (max?: number) => (max === undefined ? z.int().min(1) : z.int().min(1).max(max));

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

export const tags = () => z.array(tag).max(50).default([]).describe('Tags, put on every resource that this creates.');

export const awsAccount = () =>
  z.string().regex(/^\d{12}$/, 'must be the 12 digits of an AWS account, in quotes ("012345678901")');

/** The usual values of a text, for what a message says about a text of another form. They are not part of the JSON Schema. */
export const usualValues = z.registry<{ values: readonly string[]; way_out: (text: string) => string }>();

/** What to say about a value of an earlier form; undefined for any other value. It is not part of the JSON Schema. */
export const formerValues = z.registry<(value: unknown) => { message: string; way_out: string } | undefined>();

export const awsRegion = () => {
  const region = z.string().regex(/^[a-z]{2,}(-[a-z]+)+-\d$/, 'must be an AWS region such as us-east-1');
  usualValues.add(region, { values: REGIONS, way_out: regionWayOut });
  return region;
};

/** Name of an IAM role (IAM API reference: 64 characters of `\w+=,.@-`). A path is part of the ARN, not of the name. */
export const roleName = () =>
  z
    .string()
    .min(1)
    .max(64)
    .regex(/^[\w+=,.@-]+$/, 'must be the name of an IAM role, without a path and not an ARN');

/** S3 key prefix. It has no slash at either end, so two prefixes can be joined in one way only. */
export const keyPrefix = () =>
  z
    .string()
    .min(1)
    .max(512)
    .regex(
      /^[A-Za-z0-9!_.*'()-]+(\/[A-Za-z0-9!_.*'()-]+)*$/,
      'must be an S3 prefix without blanks and without a slash at either end',
    );

/** A file that a configuration file names, relative to that file. */
export const filePath = () =>
  z
    .string()
    .min(1)
    .regex(/^[^\\]*$/, 'must use / between folders');
