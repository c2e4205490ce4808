import type { Refusal } from '../refusal.ts';

export const updatePolicies: Refusal = {
  name: 'update-policies',
  operations: ['CreateEndpoint', 'UpdateEndpoint'],
  rule: 'An update is a blue/green deployment or a rolling deployment, not both.',
  source: 'API reference, DeploymentConfig.BlueGreenUpdatePolicy',
  confidence: 'documented',
  way_out: 'Keep one of the policies.',
  find: (request) => {
    const config = request.at('DeploymentConfig');
    return config.at('BlueGreenUpdatePolicy').exists && config.at('RollingUpdatePolicy').exists
      ? [
          config
            .at('RollingUpdatePolicy')
            .refuse('Only one of BlueGreenUpdatePolicy and RollingUpdatePolicy can be specified.'),
        ]
      : [];
  },
};
