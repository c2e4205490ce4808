import type { AccountRefusal } from '../account-refusal.ts';
import { packagesOf, specificationOf } from '../packages.ts';

export const packageSpecificationMissing: AccountRefusal = {
  name: 'package-specification-missing',
  operations: ['CreateModel'],
  rule: 'A model is made from an inference specification that its model package has.',
  source: 'API reference, ContainerDefinition.InferenceSpecificationName',
  confidence: 'inferred',
  find: (request, context) =>
    packagesOf(request, context).flatMap(({ member, record, specification }) =>
      specificationOf(record, specification) === undefined
        ? [
            member.refuse(
              `Model package ${record.ModelPackageArn} has no inference specification${specification === undefined ? '' : ` ${specification}`}.`,
            ),
          ]
        : [],
    ),
};
