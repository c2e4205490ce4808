/**
 * Finds the private registry of Amazon ECR that an image is in. The hosts are those of its endpoints: IPv4, dual stack and FIPS.
 * @returns undefined for an image elsewhere
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-requests.html
 */
export function imageRegistry(image: string): { readonly account: string; readonly region: string } | undefined {
  const match = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.[a-z0-9.-]+\//.exec(image);
  const [, account, region] = match ?? [];
  return account === undefined || region === undefined ? undefined : { account, region };
}
