import type { Member, Violation } from '../../../src/refusals/index.ts';
import type { Context, RecordKind } from '../context.ts';

/**
 * Makes the check that a job's name is not in use.
 * @param prefix of the members Name and Arn
 * @param noun name of the type in the message
 */
export function jobNameInUse(
  kind: RecordKind,
  prefix: string,
  noun: string,
): (request: Member, context: Context) => readonly Violation[] {
  return (request, context) => {
    const name = request.at(`${prefix}Name`);
    const existing = name.text === undefined ? undefined : context.store.get(kind, name.text);
    return existing === undefined
      ? []
      : [
          name.refuse(
            `Job name must be unique within an AWS account and region, and a ${noun} with this name already exists (${existing[`${prefix}Arn`]})`,
          ),
        ];
  };
}
