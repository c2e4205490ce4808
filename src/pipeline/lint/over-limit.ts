import type { StepDefinition } from '../definition.ts';
import type { Finding, Rule } from './finding.ts';
import { allSteps, at, defaultText, isObject, list } from './walk.ts';

/** Limits of the service: shapes PipelineDefinition and ParameterList, and the quotas of Pipelines in the AWS General Reference. */
const DEFINITION_CHARACTERS = 1_048_576;
const PARAMETERS = 200;
const PARAMETER_CHARACTERS = 2500;
const STEPS = 50;
/** Shapes ContainerArguments, ContainerArgument, HyperParameters, HyperParameterValue, TagList. */
const ARGUMENTS = 100;
const ARGUMENT_CHARACTERS = 256;
const HYPERPARAMETERS = 100;
const HYPERPARAMETER_CHARACTERS = 2500;
const RANGES = 30;
const TAGS = 50;

/** Limits that a definition can break although each of its values looks right. Texts are measured with every parameter at its default. */
export const overLimit: Rule = (definition) => {
  const steps = allSteps(definition);
  return [
    ...limit('(definition)', 'characters', JSON.stringify(definition).length, DEFINITION_CHARACTERS),
    ...limit('Parameters', 'parameters', definition.Parameters.length, PARAMETERS),
    ...limit('Steps', 'steps', steps.length, STEPS),
    ...definition.Parameters.flatMap(({ Name, DefaultValue }) =>
      limit(`Parameters.${Name}.DefaultValue`, 'characters', String(DefaultValue ?? '').length, PARAMETER_CHARACTERS),
    ),
    ...steps.flatMap(({ step, path }) =>
      stepLimits(step, `${path}.Arguments`, (value) => defaultText(value, definition)),
    ),
  ];
};

function stepLimits(step: StepDefinition, path: string, text: (value: unknown) => string | undefined): Finding[] {
  const args = list(at(step.Arguments, 'AppSpecification.ContainerArguments'));
  const ranges = Object.values(asObject(at(step.Arguments, 'HyperParameterTuningJobConfig.ParameterRanges'))).flatMap(
    list,
  );
  const argumentsPath = `${path}.AppSpecification.ContainerArguments`;
  return [
    ...limit(argumentsPath, 'arguments', args.length, ARGUMENTS),
    ...args.flatMap((value, index) =>
      limit(`${argumentsPath}[${index}]`, 'characters', text(value)?.length ?? 0, ARGUMENT_CHARACTERS),
    ),
    ...['HyperParameters', 'TrainingJobDefinition.StaticHyperParameters'].flatMap((place) => {
      const values = Object.entries(asObject(at(step.Arguments, place)));
      return [
        ...limit(`${path}.${place}`, 'hyperparameters', values.length, HYPERPARAMETERS),
        ...values.flatMap(([name, value]) =>
          limit(`${path}.${place}.${name}`, 'characters', text(value)?.length ?? 0, HYPERPARAMETER_CHARACTERS),
        ),
      ];
    }),
    ...limit(`${path}.HyperParameterTuningJobConfig.ParameterRanges`, 'ranges', ranges.length, RANGES),
    ...limit(`${path}.Tags`, 'tags', list(at(step.Arguments, 'Tags')).length, TAGS),
  ];
}

function asObject(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

function limit(path: string, what: string, found: number, most: number): Finding[] {
  if (found <= most) return [];
  return [
    {
      rule: 'over-limit',
      path,
      message: `${found.toLocaleString('en-US')} ${what}; SageMaker takes at most ${most.toLocaleString('en-US')}`,
      wayOut: what === 'characters' ? 'Use fewer or shorter names.' : `Use fewer ${what}.`,
    },
  ];
}
