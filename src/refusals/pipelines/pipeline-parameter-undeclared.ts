import { definitionOf, getsIn, ownArguments, placeOf, unreadable } from '../pipelines-definition.ts';
import type { Refusal } from '../refusal.ts';

export const pipelineParameterUndeclared: Refusal = {
  name: 'pipeline-parameter-undeclared',
  operations: ['CreatePipeline', 'UpdatePipeline'],
  rule: 'Every parameter that a step reads is declared in the definition.',
  source: 'developer guide, build-and-manage-pipeline and build-and-manage-parameters',
  confidence: 'documented',
  way_out: 'Declare the parameter in Parameters, or read one that is declared.',
  find: (request) => {
    const definition = definitionOf(request);
    if (definition === undefined) return [];
    const declared = new Set(definition.root.at('Parameters').items.map((parameter) => parameter.at('Name').text));
    return definition.steps.flatMap((step) =>
      getsIn(ownArguments(step)).flatMap(({ member, get }) => {
        const name = /^Parameters\.(.+)$/s.exec(get)?.[1];
        if (name === undefined || declared.has(name)) return [];
        const problem = `Step '${step.name}': ${placeOf(member, step)}: the parameter '${name}' is not declared`;
        return [member.refuse(unreadable(problem))];
      }),
    );
  },
};
