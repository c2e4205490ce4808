import type { AccountRefusal } from '../account-refusal.ts';
import { scaledVariant } from '../scaled-variant.ts';

const INSTANCES = 'sagemaker:variant:DesiredInstanceCount';
const CONCURRENCY = 'sagemaker:variant:DesiredProvisionedConcurrency';

export const scaledDimension: AccountRefusal = {
  name: 'scaled-dimension',
  operations: ['RegisterScalableTarget'],
  rule: 'The scalable dimension of a serverless variant is its provisioned concurrency, and of another variant its instances.',
  source: 'Application Auto Scaling API reference, RegisterScalableTarget.ScalableDimension',
  confidence: 'documented',
  find: (request, context) => {
    const configured = scaledVariant(request, context)?.configured;
    const dimension = request.at('ScalableDimension');
    if (configured === undefined || ![INSTANCES, CONCURRENCY].includes(dimension.text ?? '')) return [];
    const wanted = configured.ServerlessConfig === undefined ? INSTANCES : CONCURRENCY;
    return dimension.text === wanted
      ? []
      : [dimension.refuse(`The scalable dimension of variant ${configured.VariantName} is ${wanted}.`)];
  },
};
