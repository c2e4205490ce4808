import type { Member } from '../member.ts';
import { definitionOf } from '../pipelines-definition.ts';
import type { Refusal } from '../refusal.ts';

/** The arguments of a step have fewer members than the request of its operation. */
export const unknownArgument: Refusal = {
  name: 'unknown-argument',
  operations: ['CreatePipeline', 'UpdatePipeline'],
  rule: 'A Model step has no AdditionalModelDataSources, and a RegisterModel step has no ModelPackageName.',
  source: 'aws/sagemaker-python-sdk#4994 and #3472',
  confidence: 'quoted',
  way_out: 'Leave out the member.',
  find: (request) =>
    (definitionOf(request)?.steps ?? [])
      .flatMap(({ member, type }) => unknownMembers(member.at('Arguments'), type))
      .filter(({ exists }) => exists)
      .map((member) =>
        member.refuse(`Unable to parse pipeline definition. Unknown Argument member '${member.path.at(-1)}'.`),
      ),
};

function unknownMembers(args: Member, type: string): readonly Member[] {
  if (type === 'RegisterModel') return [args.at('ModelPackageName')];
  if (type !== 'Model') return [];
  return [args.at('PrimaryContainer'), ...args.at('Containers').items].map((container) =>
    container.at('AdditionalModelDataSources'),
  );
}
