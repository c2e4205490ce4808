import type { Member } from '../member.ts';
import { definitionOf, unreadable } from '../pipelines-definition.ts';
import type { Refusal } from '../refusal.ts';

export const parameterDefaultType: Refusal = {
  name: 'parameter-default-type',
  operations: ['CreatePipeline', 'UpdatePipeline'],
  rule: 'The default of a pipeline parameter has the type of the parameter.',
  source: 'developer guide, build-and-manage-parameters',
  confidence: 'documented',
  way_out: 'Give a default of the type, or another type.',
  find: (request) =>
    (definitionOf(request)?.root.at('Parameters').items ?? []).flatMap((parameter) => {
      const [name, type, value] = [parameter.at('Name').text, parameter.at('Type').text, parameter.at('DefaultValue')];
      if (!value.exists || type === undefined || isOfType(value, type)) return [];
      const problem = `Parameter '${name}': DefaultValue ${JSON.stringify(value.value)} is not of type ${type}`;
      return [value.refuse(unreadable(problem))];
    }),
};

/** A type that the service does not have is refused for itself. */
function isOfType(value: Member, type: string): boolean {
  switch (type) {
    case 'String':
      return value.text !== undefined;
    case 'Boolean':
      return typeof value.value === 'boolean';
    case 'Integer':
      return Number.isInteger(value.number);
    case 'Float':
      return value.number !== undefined;
    default:
      return true;
  }
}
