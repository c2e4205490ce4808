import { definitionOf, unreadable } from '../pipelines-definition.ts';
import type { Refusal } from '../refusal.ts';
import { repeated } from '../repeated.ts';

export const stepNameTwice: Refusal = {
  name: 'step-name-twice',
  operations: ['CreatePipeline', 'UpdatePipeline'],
  rule: 'The name of a step is there once in a pipeline, also in the branches of conditions.',
  source: 'developer guide, pipelines-troubleshooting and build-and-manage-steps (limitations of the condition step)',
  confidence: 'documented',
  settings: ['evaluation_step.step_name'],
  way_out: 'Give one of the steps another name.',
  find: (request) =>
    repeated((definitionOf(request)?.steps ?? []).map(({ member }) => member.at('Name'))).map((name) =>
      name.refuse(unreadable(`Step name '${name.text}' is not unique`)),
    ),
};
