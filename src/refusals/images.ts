/** The address of an image in a private repository of Amazon ECR. */
export interface EcrAddress {
  readonly region: string;
  /** End of the registry's host name, such as `amazonaws.com`. */
  readonly dnsSuffix: string;
}

/** Reads the address of an image; undefined for an image that is not in a private repository of Amazon ECR. */
export function ecrAddress(image: string): EcrAddress | undefined {
  const [, region, dnsSuffix] = /^\d{12}\.dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\.([a-z0-9.-]+)\/.+$/.exec(image) ?? [];
  return region === undefined || dnsSuffix === undefined ? undefined : { region, dnsSuffix };
}

/** Says whether an image may be in Amazon ECR. The forms of its public and of its dual-stack registries count too. */
export function mayBeInEcr(image: string): boolean {
  return ecrAddress(image) !== undefined || /^(public\.ecr\.aws|\d{12}\.dkr-ecr[.-])/.test(image);
}
