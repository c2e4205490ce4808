import type { Finding } from '../../../finding.ts';
import type { RuleContext } from '../rule.ts';

/**
 * An endpoint on instances becomes serverless. AWS does not update it, so a deploy deletes it and makes it again.
 *
 * AWS: updating a real-time endpoint to a serverless one is not supported (developer guide, Update a serverless endpoint).
 */
export function endpointReplaced(context: RuleContext): Finding[] {
  const { environment, endpoint: observed } = context;
  if (environment === null || environment.endpoint.model === null || environment.endpoint.serverless === undefined) {
    return [];
  }
  const running = observed?.endpoint;
  if (running === undefined || running.status === 'Deleting' || observed?.running?.serverless !== false) return [];
  return [
    {
      rule: 'guardrail/endpoint-replaced',
      severity: 'warning',
      message: `${running.name} runs on instances. To become serverless it is deleted and made again.`,
      why: 'AWS does not update an endpoint on instances to a serverless one. Between the two nothing answers for some minutes, and nothing rolls back.',
      way_out:
        'Merge it at a time without callers. Or set another endpoint_name, move the callers, and delete the old endpoint.',
      place: context.place('environment.endpoint.serverless.memory_in_mb'),
    },
  ];
}
