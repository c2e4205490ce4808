import type { RefusalCase } from '../refusal-case.ts';

const SCALING = { Status: 'ENABLED', MinInstanceCount: 1, MaxInstanceCount: 3 };

export const endpointConfigCases: readonly RefusalCase[] = [
  {
    rule: 'managed-instance-scaling',
    operation: 'CreateEndpointConfig',
    refused: { 'ProductionVariants.0.ManagedInstanceScaling': SCALING },
    at: 'ProductionVariants.0.ManagedInstanceScaling',
    message: 'ManagedInstanceScaling is only supported for inference component endpoints.',
    taken: { 'ProductionVariants.0.ModelName': null, 'ProductionVariants.0.ManagedInstanceScaling': SCALING },
  },
];
