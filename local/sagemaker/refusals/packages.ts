import { containersOf } from '../../../src/refusals/containers.ts';
import type { Member } from '../../../src/refusals/index.ts';
import type { Context, Shape } from '../context.ts';
import { arnOf } from '../members.ts';

/** The ARN of a model package: of its ARN, of `group/version`, or of its name when it has no version. */
export function packageArn(name: string, context: Context): string {
  return name.startsWith('arn:') ? name : arnOf('model-package', name, context);
}

/** The model packages of this account that the containers of a CreateModel request name. */
export function packagesOf(
  request: Member,
  context: Context,
): readonly { readonly member: Member; readonly record: Shape; readonly specification: string | undefined }[] {
  return containersOf(request).flatMap((container) => {
    const member = container.at('ModelPackageName');
    const record =
      member.text === undefined ? undefined : context.store.get('model-package', packageArn(member.text, context));
    if (record === undefined) return [];
    return [{ member, record, specification: container.at('InferenceSpecificationName').text }];
  });
}

/** The inference specification of a model package: that of a name, or the first one. */
export function specificationOf(record: Shape, name: string | undefined): Shape | undefined {
  return name === undefined
    ? record.InferenceSpecification
    : (record.AdditionalInferenceSpecifications as Shape[] | undefined)?.find((each) => each.Name === name);
}
