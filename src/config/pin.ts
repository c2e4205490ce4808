import type { Pin } from './environment-schema.ts';

/** True for two pins of one model: the same group, version and artifact. False when one of them is missing. */
export function samePin(a: Pin | null, b: Pin | null): boolean {
  return (
    a !== null &&
    b !== null &&
    a.package_group === b.package_group &&
    a.version === b.version &&
    a.artifact_digest === b.artifact_digest
  );
}

/** `mlops-presto version 3` */
export function pinName({ package_group, version }: Pin): string {
  return `${package_group} version ${version}`;
}
