import type { Refusal } from '../refusal.ts';

export const deploymentTimeout: Refusal = {
  name: 'deployment-timeout',
  operations: ['CreateEndpoint', 'UpdateEndpoint'],
  rule: 'The timeout of a blue/green deployment is larger than its waits.',
  source: 'API reference, BlueGreenUpdatePolicy.MaximumExecutionTimeoutInSeconds',
  confidence: 'documented',
  settings: ['rollout.maximum_execution_timeout_in_seconds'],
  way_out: 'Raise MaximumExecutionTimeoutInSeconds, or wait less.',
  find: (request) => {
    const policy = request.at('DeploymentConfig.BlueGreenUpdatePolicy');
    const timeout = policy.at('MaximumExecutionTimeoutInSeconds');
    const wait =
      (policy.at('TerminationWaitInSeconds').number ?? 0) +
      (policy.at('TrafficRoutingConfiguration.WaitIntervalInSeconds').number ?? 0);
    if (timeout.number === undefined || timeout.number > wait) return [];
    return [
      timeout.refuse(
        `MaximumExecutionTimeoutInSeconds ${timeout.number} must be larger than the total waiting time of ${wait} seconds.`,
      ),
    ];
  },
};
