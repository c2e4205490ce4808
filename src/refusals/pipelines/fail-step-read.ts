import { definitionOf, getsIn, ownArguments, placeOf, stepOf, unreadable } from '../pipelines-definition.ts';
import type { Refusal } from '../refusal.ts';

export const failStepRead: Refusal = {
  name: 'fail-step-read',
  operations: ['CreatePipeline', 'UpdatePipeline'],
  rule: 'No step reads a property of a Fail step.',
  source: 'developer guide, build-and-manage-steps (limitations of the fail step)',
  confidence: 'documented',
  way_out: 'Read a property of another step. A Fail step has none.',
  find: (request) => {
    const steps = definitionOf(request)?.steps ?? [];
    const failing = new Set(steps.filter(({ type }) => type === 'Fail').map(({ name }) => name));
    return steps.flatMap((step) =>
      getsIn(ownArguments(step))
        .filter(({ get }) => failing.has(stepOf(get) ?? ''))
        .map(({ member }) =>
          member.refuse(unreadable(`Step '${step.name}': ${placeOf(member, step)}: a Fail step has no properties`)),
        ),
    );
  },
};
