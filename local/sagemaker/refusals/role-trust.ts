import type { Member, Violation } from '../../../src/refusals/index.ts';
import type { Context } from '../context.ts';

const SERVICE = 'sagemaker.amazonaws.com';

/**
 * Refuses a role that is not there or that SageMaker may not assume. Does nothing when the service does not check roles, for an
 * absent role, and for a role of another account, which is a rule of its own.
 */
export async function untrustedRole(
  role: Member,
  message: (arn: string) => string,
  context: Context,
): Promise<readonly Violation[]> {
  const arn = role.text;
  if (!context.checksRoles || arn === undefined || arn.split(':')[4] !== context.account) return [];
  const policy = await context.aws.trustPolicy(arn.slice(arn.lastIndexOf('/') + 1));
  if (policy === 'unknown' || (policy !== 'absent' && trusts(policy.found))) return [];
  return [role.refuse(message(arn))];
}

/** Whether a trust policy lets SageMaker assume its role. Conditions are not looked at. */
function trusts(policy: unknown): boolean {
  const statements = listOf((policy as { Statement?: unknown } | null)?.Statement);
  return statements.some((statement) => {
    const { Effect, Action, Principal } = statement as { Effect?: unknown; Action?: unknown; Principal?: unknown };
    const services = listOf((Principal as { Service?: unknown } | undefined)?.Service);
    return (
      Effect === 'Allow' &&
      listOf(Action).some((action) => ['sts:AssumeRole', 'sts:*', '*'].includes(String(action))) &&
      (Principal === '*' || services.some((service) => service === SERVICE || service === '*'))
    );
  });
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
