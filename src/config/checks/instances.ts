import type { Report } from '../check.ts';
import { type InstanceUse, instanceProblem } from '../instance-types.ts';
import type { Path } from '../node.ts';

/** Checks that SageMaker has an instance type for a use. */
export function checkInstanceType(type: unknown, use: InstanceUse, path: Path, report: Report): void {
  const problem = typeof type === 'string' ? instanceProblem(type, use) : undefined;
  if (problem) report(path, problem.message, { severity: problem.severity });
}

interface Scaling {
  min_instance_count?: number | undefined;
  max_instance_count?: number | undefined;
  scaling?: string | undefined;
  target_invocations_per_instance?: number | undefined;
}

/** Checks minimum, maximum and policy of an endpoint: of `realtime_endpoint`, and of endpoint.yml. */
export function checkScaling(endpoint: Scaling, path: Path, report: Report): void {
  const { min_instance_count: min, max_instance_count: max } = endpoint;
  const targetPath = [...path, 'target_invocations_per_instance'];
  const hasTarget = endpoint.target_invocations_per_instance !== undefined;
  if (min !== undefined && max !== undefined && min > max) {
    report([...path, 'min_instance_count'], `minimum ${min} is greater than maximum ${max} (max_instance_count)`);
  }
  if (endpoint.scaling === 'target-tracking' && !hasTarget) {
    report([...path, 'scaling'], 'target-tracking needs target_invocations_per_instance', {
      skipIfWritten: [targetPath],
    });
  }
  if (endpoint.scaling === 'managed' && hasTarget) {
    report(targetPath, 'has no effect with scaling: managed', { severity: 'warning' });
  }
}
