import type { Report } from '../check.ts';
import { type InstanceUse, instanceProblem } from '../instance-types.ts';
import type { Path } from '../node.ts';

/** Checks that SageMaker has an instance type for a use. */
export function checkInstanceType(type: unknown, use: InstanceUse, path: Path, report: Report): void {
  const problem = typeof type === 'string' ? instanceProblem(type, use) : undefined;
  if (problem) report(path, problem.message, { severity: problem.severity });
}
