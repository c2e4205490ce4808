import { containersOf } from '../../../../src/refusals/containers.ts';
import type { AccountRefusal } from '../account-refusal.ts';
import { packageArn } from '../packages.ts';

export const packageMissing: AccountRefusal = {
  name: 'package-missing',
  operations: ['CreateModel', 'UpdateModelPackage', 'DeleteModelPackage'],
  rule: 'The model package is there.',
  source: 'aws-controllers-k8s/sagemaker-controller generator.yaml',
  confidence: 'reported',
  find: (request, context) =>
    [
      ...containersOf(request).map((container) => container.at('ModelPackageName')),
      request.at('ModelPackageArn'),
      request.at('ModelPackageName'),
    ].flatMap((name) => {
      if (name.text === undefined) return [];
      const arn = packageArn(name.text, context);
      return context.store.get('model-package', arn) ? [] : [name.refuse(`ModelPackage ${arn} does not exist.`)];
    }),
};
