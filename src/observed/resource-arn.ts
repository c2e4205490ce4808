import { Failure } from '../failure.ts';

/**
 * Returns the region of the ARN of a SageMaker resource (`arn:aws:sagemaker:<region>:…`).
 * @throws Failure `usage` for any other text
 */
export function regionOf(arn: string): string {
  const [prefix, , service, region] = arn.split(':');
  if (prefix !== 'arn' || service !== 'sagemaker' || !region) {
    throw new Failure('usage', `${JSON.stringify(arn)} is not the ARN of a SageMaker resource`, {
      way_out: 'Give the execution as `mlops train` prints it: arn:aws:sagemaker:…:pipeline/…/execution/…',
    });
  }
  return region;
}
