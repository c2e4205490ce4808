import { definitionOf, everyMember } from '../pipelines-definition.ts';
import type { Refusal } from '../refusal.ts';

/** The Python SDK wrote Expression until January 2024 (aws/sagemaker-python-sdk#4351). */
export const notExpression: Refusal = {
  name: 'not-expression',
  operations: ['CreatePipeline', 'UpdatePipeline'],
  rule: 'A condition of type Not has its inner condition in the member Condition, not in Expression.',
  source: 'aws/sagemaker-python-sdk#2746 and #4351',
  confidence: 'quoted',
  way_out: 'Rename the member Expression to Condition.',
  find: (request) =>
    (definitionOf(request)?.steps ?? [])
      .filter(({ type }) => type === 'Condition')
      .flatMap(({ member }) => everyMember(member.at('Arguments.Conditions')))
      .filter((condition) => condition.at('Type').text === 'Not' && condition.at('Expression').exists)
      .map((condition) =>
        condition
          .at('Expression')
          .refuse("Unable to parse pipeline definition. Cannot parse object, unknown property 'Expression'."),
      ),
};
