import { definitionOf, unreadable } from '../pipelines-definition.ts';
import type { Refusal } from '../refusal.ts';

export const propertyFileOutput: Refusal = {
  name: 'property-file-output',
  operations: ['CreatePipeline', 'UpdatePipeline'],
  rule: 'A property file is in an output of its own step.',
  source: 'developer guide, build-and-manage-propertyfile',
  confidence: 'documented',
  way_out: 'Name an output of the step as OutputName of the property file.',
  find: (request) =>
    (definitionOf(request)?.steps ?? [])
      .filter(({ type }) => type === 'Processing')
      .flatMap(({ member, name }) => {
        const outputs = member
          .at('Arguments.ProcessingOutputConfig.Outputs')
          .items.map((output) => output.at('OutputName').text);
        if (outputs.includes(undefined)) return [];
        return member.at('PropertyFiles').items.flatMap((file) => {
          const output = file.at('OutputName');
          if (output.text === undefined || outputs.includes(output.text)) return [];
          const names = `property file '${file.at('PropertyFileName').text}' names the output '${output.text}'`;
          return [output.refuse(unreadable(`Step '${name}': ${names}, the step has [${outputs.join(', ')}]`))];
        });
      }),
};
