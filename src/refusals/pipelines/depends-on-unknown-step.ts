import { definitionOf, unreadable } from '../pipelines-definition.ts';
import type { Refusal } from '../refusal.ts';

export const dependsOnUnknownStep: Refusal = {
  name: 'depends-on-unknown-step',
  operations: ['CreatePipeline', 'UpdatePipeline'],
  rule: 'DependsOn names steps of the pipeline.',
  source: 'SageMaker Python SDK, Step.depends_on: "If a listed Step name does not exist, an error is returned"',
  confidence: 'documented',
  way_out: 'Name a step of this pipeline, or remove the name from DependsOn.',
  find: (request) => {
    const steps = definitionOf(request)?.steps ?? [];
    // A loop has steps of its own, whose names are not looked for here.
    if (steps.some(({ type }) => type === 'ForEach')) return [];
    const names = new Set(steps.map(({ name }) => name));
    return steps.flatMap(({ member, name }) =>
      member
        .at('DependsOn')
        .items.filter(({ text }) => text !== undefined && !names.has(text))
        .map((dependency) =>
          dependency.refuse(
            unreadable(`Step '${name}': DependsOn names the step '${dependency.text}', which does not exist`),
          ),
        ),
    );
  },
};
