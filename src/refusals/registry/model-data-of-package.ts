import { isUnversioned, packageContainers } from '../model-package.ts';
import type { Refusal } from '../refusal.ts';

export const modelDataOfPackage: Refusal = {
  name: 'model-data-of-package',
  operations: ['CreateModelPackage'],
  rule: 'A model package without a group has its model as an archive, not as a ModelDataSource.',
  source: 'aws/sagemaker-python-sdk#4492; API reference, ContainerDefinition.ModelDataSource',
  confidence: 'inferred',
  way_out: 'Use ModelDataUrl, or register the model in a group.',
  find: (request) =>
    isUnversioned(request)
      ? packageContainers(request)
          .map((container) => container.at('ModelDataSource'))
          .filter((source) => source.exists)
          .map((source) => source.refuse('ModelDataSource cannot be used in a model package without a group.'))
      : [],
};
