import { arnOf } from '../../members.ts';
import type { InstantRefusal } from '../account-refusal.ts';

/** A request with the ClientToken of the package that has the name gets that package. */
export const packageNameInUse: InstantRefusal = {
  name: 'package-name-in-use',
  operations: ['CreateModelPackage'],
  rule: 'The name of a model package without a group is unique in the account and region.',
  source: 'API reference, CreateModelPackage errors',
  confidence: 'inferred',
  error: 'ConflictException',
  find: (request, context) => {
    const name = request.at('ModelPackageName');
    if (name.text === undefined || request.at('ModelPackageGroupName').exists) return [];
    const arn = arnOf('model-package', name.text, context);
    const existing = context.store.get('model-package', arn);
    const token = request.at('ClientToken').text;
    if (existing === undefined || (token !== undefined && existing._clientToken === token)) return [];
    return [name.refuse(`ModelPackage already exists: ${arn}`)];
  },
};
