import type { Pin } from '../config/index.ts';
import { Failure } from '../failure.ts';
import { describePackage, packageArn } from '../observed/describe-run.ts';
import type { RegisteredPackage } from '../observed/training-run.ts';
import type { Project } from './project.ts';

/** ARN of the model package version that a pin names. */
export function pinnedPackage(where: Pick<Project, 'account' | 'region' | 'partition'>, pin: Pin): string {
  return packageArn(where, pin.package_group, pin.version);
}

type Where = Pick<Project, 'account' | 'region' | 'partition' | 'aws'>;

/**
 * The model package version that a pin names, when its artifact is still the one that was pinned.
 * @throws Failure not_found without such a version, `inconclusive` without its artifact, `moved` when the bytes differ.
 */
export async function intactPackage(where: Where, pin: Pin, file: string): Promise<RegisteredPackage> {
  const arn = pinnedPackage(where, pin);
  const found = await describePackage(where.aws, arn);
  if (found.artifact_digest === null) {
    throw new Failure('inconclusive', `The artifact ${found.model_data_uri} of ${arn} is gone`, {
      wayOut: `Train again and pin the new version in ${file}.`,
      facts: { package: arn, pinned: pin.artifact_digest },
    });
  }
  if (found.artifact_digest !== pin.artifact_digest) {
    throw new Failure(
      'moved',
      `The artifact of ${arn} is ${found.artifact_digest}, but ${file} pins ${pin.artifact_digest}`,
      {
        wayOut: 'Somebody replaced the file: pin a version whose artifact is intact.',
        facts: { package: arn, pinned: pin.artifact_digest, found: found.artifact_digest },
      },
    );
  }
  return found;
}

/** As `intactPackage`, and approved: nothing else is deployed. */
export async function approvedPackage(where: Where, pin: Pin, file: string): Promise<RegisteredPackage> {
  const found = await intactPackage(where, pin, file);
  if (found.approval_status !== 'Approved') {
    throw new Failure(
      'not_allowed',
      `${found.group} version ${found.version} is ${found.approval_status}, not Approved`,
      {
        wayOut: 'Approve it with the label on its pull request, or pin an approved version.',
        facts: { package: found.arn, approval_status: found.approval_status, pinned_in: file },
      },
    );
  }
  return found;
}
