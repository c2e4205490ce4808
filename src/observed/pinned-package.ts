import type { Pin } from '../config/index.ts';
import { Failure } from '../failure.ts';
import type { Aws } from '../ports/index.ts';
import { describePackage, packageArn } from './describe-run.ts';
import type { RegisteredPackage } from './training-run.ts';

/**
 * Where model packages are read: an account, its region and partition, and AWS with the credentials of that account.
 */
export interface RegistryLocation {
  aws: Aws;
  account: string;
  region: string;
  partition: string;
}

/**
 * Reads the model packages that pins name. Each version is read once, with its artifact: endpoint and batch transform
 * often pin the same one, and the digest of an artifact needs all of its bytes.
 */
export class PinnedPackages {
  readonly #location: RegistryLocation;
  readonly #packages = new Map<string, Promise<RegisteredPackage>>();

  constructor(location: RegistryLocation) {
    this.#location = location;
  }

  /**
   * Returns the model package version that a pin names, after a check that its artifact is the pinned one.
   * @param file the file that pins it, for messages
   * @throws Failure `not_found` when the version does not exist, `inconclusive` when its artifact does not exist,
   * `moved` when the digest of the artifact is not the pinned one
   */
  async intact(pin: Pin, file: string): Promise<RegisteredPackage> {
    const arn = packageArn(this.#location, pin.package_group, pin.version);
    const described = await this.#describe(arn);
    const facts = { package: arn, pinned: pin.artifact_digest };
    if (described.artifact_digest === null) {
      throw new Failure('inconclusive', `The artifact ${described.model_data_uri} of ${arn} does not exist any more`, {
        way_out: `Train again and pin the new version in ${file}.`,
        facts,
      });
    }
    if (described.artifact_digest !== pin.artifact_digest) {
      throw new Failure(
        'moved',
        `The artifact of ${arn} is ${described.artifact_digest}, but ${file} pins ${pin.artifact_digest}`,
        {
          way_out: 'The file in S3 was replaced. Pin a version whose artifact is intact.',
          facts: { ...facts, found: described.artifact_digest },
        },
      );
    }
    return described;
  }

  /**
   * Returns the same as `intact`, after a check that the version is approved. Only approved versions are deployed.
   * @throws Failure `not_allowed` for a version that is not approved
   */
  async approved(pin: Pin, file: string): Promise<RegisteredPackage> {
    const described = await this.intact(pin, file);
    if (described.approval_status !== 'Approved') {
      throw new Failure(
        'not_allowed',
        `${described.group} version ${described.version} is ${described.approval_status}, not Approved`,
        {
          way_out: 'Approve it with the label on its pull request, or pin an approved version.',
          facts: { package: described.arn, approval_status: described.approval_status, pinned_in: file },
        },
      );
    }
    return described;
  }

  #describe(arn: string): Promise<RegisteredPackage> {
    const known = this.#packages.get(arn);
    if (known !== undefined) return known;
    const described = describePackage(this.#location.aws, arn);
    this.#packages.set(arn, described);
    return described;
  }
}
