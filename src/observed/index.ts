export { artifactDigest } from './artifact-digest.ts';
export { describePackage, describeRun, findRun, isOver, packageArn } from './describe-run.ts';
export { provenanceText, readProvenance } from './provenance.ts';
export type * from './training-run.ts';
