import { closest } from './closest.ts';

export type InstanceUse = 'processing' | 'training' | 'transform' | 'hosting';

/**
 * Instance types by use: families, with their sizes. Shapes ProcessingInstanceType, TrainingInstanceType,
 * TransformInstanceType and ProductionVariantInstanceType of the service model `sagemaker/2017-07-24`, November 2026.
 */
const TYPES: Record<InstanceUse, [families: string, sizes: string][]> = {
  processing: [
    ['c4', 'xlarge 2xlarge 4xlarge 8xlarge'],
    ['c5', 'xlarge 2xlarge 4xlarge 9xlarge 18xlarge'],
    ['c6i', 'xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge'],
    ['c7i m7i r7i', 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge'],
    ['c7i-flex c8i-flex g4dn', 'xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge'],
    ['c8i', 'xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge 48xlarge 96xlarge'],
    ['g5 g6 g6e', 'xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge'],
    ['g7 g7e', '2xlarge 4xlarge 8xlarge 12xlarge 24xlarge 48xlarge'],
    ['m4', 'xlarge 2xlarge 4xlarge 10xlarge 16xlarge'],
    ['m5', 'large xlarge 2xlarge 4xlarge 12xlarge 24xlarge'],
    ['m6i r6i', 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge'],
    ['m7i-flex m8i-flex r8i-flex', 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge'],
    ['m8i r8i', 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge 48xlarge 96xlarge'],
    ['p2', 'xlarge 8xlarge 16xlarge'],
    ['p3', '2xlarge 8xlarge 16xlarge'],
    ['p5', '4xlarge'],
    ['r5 r5d', 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge'],
    ['t3', 'medium large xlarge 2xlarge'],
  ],
  training: [
    ['c4', 'xlarge 2xlarge 4xlarge 8xlarge'],
    ['c5 c5n', 'xlarge 2xlarge 4xlarge 9xlarge 18xlarge'],
    ['c6i', 'xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge'],
    ['c7i m7i r7i', 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge'],
    ['c7i-flex c8i-flex g4dn', 'xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge'],
    ['c8i', 'xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge 48xlarge 96xlarge'],
    ['g5 g6 g6e', 'xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge'],
    ['g7 g7e', '2xlarge 4xlarge 8xlarge 12xlarge 24xlarge 48xlarge'],
    ['m4', 'xlarge 2xlarge 4xlarge 10xlarge 16xlarge'],
    ['m5', 'large xlarge 2xlarge 4xlarge 12xlarge 24xlarge'],
    ['m6i r6i', 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge'],
    ['m7i-flex m8i-flex r8i-flex', 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge'],
    ['m8i r8i', 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge 48xlarge 96xlarge'],
    ['p2', 'xlarge 8xlarge 16xlarge'],
    ['p3', '2xlarge 8xlarge 16xlarge'],
    ['p3dn p4d p4de', '24xlarge'],
    ['p5', '4xlarge 48xlarge'],
    ['p5e p5en p6-b200 p6-b300 trn2', '48xlarge'],
    ['p6e-gb200', '36xlarge'],
    ['r5 r5d', 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge'],
    ['t3', 'medium large xlarge 2xlarge'],
    ['trn1', '2xlarge 32xlarge'],
    ['trn1n', '32xlarge'],
  ],
  transform: [
    ['c4', 'xlarge 2xlarge 4xlarge 8xlarge'],
    ['c5', 'xlarge 2xlarge 4xlarge 9xlarge 18xlarge'],
    ['c6i m6i r6i', 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge'],
    ['c7i m7i r7i', 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge'],
    ['g4dn', 'xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge'],
    ['g5 g6 g6e', 'xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge'],
    ['inf2', 'xlarge 8xlarge 24xlarge 48xlarge'],
    ['m4', 'xlarge 2xlarge 4xlarge 10xlarge 16xlarge'],
    ['m5', 'large xlarge 2xlarge 4xlarge 12xlarge 24xlarge'],
    ['p2', 'xlarge 8xlarge 16xlarge'],
    ['p3', '2xlarge 8xlarge 16xlarge'],
    ['trn1', '2xlarge 32xlarge'],
  ],
  hosting: [
    ['c4', 'large xlarge 2xlarge 4xlarge 8xlarge'],
    ['c5 c5d', 'large xlarge 2xlarge 4xlarge 9xlarge 18xlarge'],
    ['c6g c6gd c6gn c7g m6g m6gd r6g r6gd', 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge'],
    ['c6i c6in m6i r6i', 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge'],
    ['c7i m7i r7i', 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge'],
    ['c8g m8g r8g', 'medium large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge'],
    ['dl1 p4d p4de', '24xlarge'],
    ['g4dn', 'xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge'],
    ['g5 g6 g6e', 'xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge'],
    ['g7 g7e', '2xlarge 4xlarge 8xlarge 12xlarge 24xlarge 48xlarge'],
    ['inf1', 'xlarge 2xlarge 6xlarge 24xlarge'],
    ['inf2', 'xlarge 8xlarge 24xlarge 48xlarge'],
    ['m4', 'xlarge 2xlarge 4xlarge 10xlarge 16xlarge'],
    ['m5 m5d r5 r5d', 'large xlarge 2xlarge 4xlarge 12xlarge 24xlarge'],
    ['p2', 'xlarge 8xlarge 16xlarge'],
    ['p3', '2xlarge 8xlarge 16xlarge'],
    ['p5', '4xlarge 48xlarge'],
    ['p5e p5en p6-b200 p6-b300 trn2', '48xlarge'],
    ['p6e-gb200', '36xlarge'],
    ['r7gd', 'medium large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge'],
    ['t2', 'medium large xlarge 2xlarge'],
    ['trn1', '2xlarge 32xlarge'],
    ['trn1n', '32xlarge'],
  ],
};

function sizesOf(use: InstanceUse): Map<string, string[]> {
  const sizes = new Map<string, string[]>();
  for (const [families, list] of TYPES[use]) {
    for (const family of families.split(' ')) sizes.set(family, list.split(' '));
  }
  return sizes;
}

/** Every instance type that SageMaker offers for a use. */
export function instanceTypes(use: InstanceUse): string[] {
  return [...sizesOf(use)].flatMap(([family, sizes]) => sizes.map((size) => `ml.${family}.${size}`));
}

export interface InstanceProblem {
  severity: 'error' | 'warning';
  message: string;
}

/**
 * Returns what is wrong with an instance type for a use. An unknown family is only a warning where AWS may have added it after
 * the list was made. An unknown size of a known family is an error.
 */
export function instanceProblem(type: string, use: InstanceUse): InstanceProblem | undefined {
  const [, family = '', size = ''] = type.split('.');
  const known = sizesOf(use);
  const sizes = known.get(family);
  if (sizes?.includes(size)) return undefined;
  if (sizes) {
    return {
      severity: 'error',
      message: `${type} does not exist for ${use}; ml.${family} comes as ${sizes.join(', ')}`,
    };
  }
  const isOfAnotherUse = (Object.keys(TYPES) as InstanceUse[]).some((other) => sizesOf(other).has(family));
  const near = closest(type, instanceTypes(use));
  const suggestion = near === undefined ? '' : `; did you mean ${near}?`;
  const mayBeNew = /^(c|m|r|t|p|g|inf|trn)\d/.test(family) && [...known.values()].some((list) => list.includes(size));
  if (isOfAnotherUse || !mayBeNew) {
    return { severity: 'error', message: `${type} is not an instance type for ${use}${suggestion}` };
  }
  return {
    severity: 'warning',
    message: `${type} is not among the instance types for ${use} that are known here${suggestion}`,
  };
}
