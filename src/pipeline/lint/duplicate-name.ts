import type { Finding, Rule } from './finding.ts';
import { allSteps, at, list } from './walk.ts';

/** Names are unique: of parameters, of all steps (those in branches too), and of what one step has. */
export const duplicateName: Rule = (definition) => [
  ...repeated(definition.Parameters.map(({ Name }) => Name)).map((name) => finding(`Parameters.${name}`, 'parameters')),
  ...repeated(allSteps(definition).map(({ step }) => step.Name)).map((name) => finding(`Steps.${name}`, 'steps')),
  ...allSteps(definition).flatMap(({ step, path }) => [
    ...named(`${path}.PropertyFiles`, 'property files', step.PropertyFiles, 'PropertyFileName'),
    ...(
      [
        ['ProcessingInputs', 'inputs', 'InputName'],
        ['ProcessingOutputConfig.Outputs', 'outputs', 'OutputName'],
        ['InputDataConfig', 'channels', 'ChannelName'],
        ['TrainingJobDefinition.InputDataConfig', 'channels', 'ChannelName'],
        ['Tags', 'tags', 'Key'],
      ] as const
    ).flatMap(([where, what, key]) => named(`${path}.Arguments.${where}`, what, at(step.Arguments, where), key)),
  ]),
];

function named(path: string, what: string, items: unknown, key: string): Finding[] {
  return repeated(list(items).map((item) => String(at(item, key)))).map((name) => finding(`${path}.${name}`, what));
}

function repeated(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

function finding(path: string, what: string): Finding {
  return {
    rule: 'duplicate-name',
    path,
    message: `two ${what} have the name ${path.slice(path.lastIndexOf('.') + 1)}`,
    wayOut: 'Rename one of them.',
  };
}
