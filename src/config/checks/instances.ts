import type { Report } from '../check.ts';
import { isGraviton } from '../instance-families.ts';
import { type InstanceUse, instanceProblem } from '../instance-types.ts';
import type { Path } from '../node.ts';

/** Checks that SageMaker has an instance type for a use. */
export function checkInstanceType(type: unknown, use: InstanceUse, path: Path, report: Report): void {
  const problem = typeof type === 'string' ? instanceProblem(type, use) : undefined;
  if (problem) report(path, problem.message, { severity: problem.severity });
}

/**
 * Checks that an endpoint does not run on Graviton. The images have `-cpu-py3` in their tags, which is for x86; SageMaker has
 * another tag for arm64 (`1.0-1-arm64-cpu-py3` in image_uris.py of SageMaker Python SDK 2.257). A container of the other
 * processor ends with an exec format error.
 */
export function checkProcessor(type: unknown, path: Path, report: Report): void {
  if (typeof type !== 'string' || !isGraviton(type)) return;
  report(path, `${type} has a Graviton processor (arm64), and the scikit-learn image runs on x86 only`, {
    way_out: 'Use a family with an x86 processor, such as ml.m5 or ml.c5.',
  });
}
