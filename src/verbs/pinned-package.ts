import type { Pin } from '../config/index.ts';
import { packageArn } from '../observed/describe-run.ts';

/** ARN of the model package version that a pin names. */
export function pinnedPackage(where: { account: string; region: string; partition: string }, pin: Pin): string {
  return packageArn(where, pin.package_group, pin.version);
}
