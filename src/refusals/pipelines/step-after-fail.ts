import { definitionOf, unreadable } from '../pipelines-definition.ts';
import type { Refusal } from '../refusal.ts';

export const stepAfterFail: Refusal = {
  name: 'step-after-fail',
  operations: ['CreatePipeline', 'UpdatePipeline'],
  rule: 'A step does not wait for a Fail step.',
  source: 'aws/sagemaker-python-sdk, tests/integ/sagemaker/workflow/test_fail_steps.py',
  confidence: 'quoted',
  way_out: 'Remove the Fail step from DependsOn. Nothing runs after it.',
  find: (request) => {
    const steps = definitionOf(request)?.steps ?? [];
    const failing = new Set(steps.filter(({ type }) => type === 'Fail').map(({ name }) => name));
    return steps.flatMap(({ member, name }) =>
      member
        .at('DependsOn')
        .items.filter(({ text }) => text !== undefined && failing.has(text))
        .map((dependency) => dependency.refuse(unreadable(`${name} can not depends on ${dependency.text}`))),
    );
  },
};
