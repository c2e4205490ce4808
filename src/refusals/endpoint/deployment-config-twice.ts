import type { Refusal } from '../refusal.ts';

export const deploymentConfigTwice: Refusal = {
  name: 'deployment-config-twice',
  operations: ['UpdateEndpoint'],
  rule: 'An update reuses the last deployment configuration, or has a new one.',
  source: 'API reference, UpdateEndpoint.RetainDeploymentConfig',
  confidence: 'inferred',
  way_out: 'Leave out RetainDeploymentConfig.',
  find: (request) =>
    request.at('RetainDeploymentConfig').isTrue && request.at('DeploymentConfig').exists
      ? [
          request
            .at('DeploymentConfig')
            .refuse('DeploymentConfig cannot be specified when RetainDeploymentConfig is true.'),
        ]
      : [],
};
