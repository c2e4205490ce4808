import type { PipelineDefinition, StepDefinition } from '../definition.ts';
import type { LintFinding, LintRule } from './finding.ts';
import { stepFacts } from './helpers/step-facts.ts';
import { allSteps, at, defaultText, isObject, list } from './helpers/walk.ts';

/** Shapes PipelineDefinition and ParameterList of the service, and the quotas of Pipelines in the AWS General Reference. */
const MAX_DEFINITION_CHARACTERS = 1_048_576;
const MAX_PARAMETERS = 200;
const MAX_PARAMETER_CHARACTERS = 2500;
const MAX_STEPS = 50;
/** Shapes ContainerArguments, ContainerArgument, HyperParameters, HyperParameterValue and TagList of the service. */
const MAX_ARGUMENTS = 100;
const MAX_ARGUMENT_CHARACTERS = 256;
const MAX_HYPERPARAMETERS = 100;
const MAX_HYPERPARAMETER_CHARACTERS = 2500;
const MAX_RANGES = 30;
const MAX_TAGS = 50;

/**
 * A definition stays within the limits that it can break although each of its values looks right. Texts are measured with
 * each parameter at its default.
 */
export const overLimit: LintRule = (definition) => {
  const steps = allSteps(definition);
  return [
    ...characters('(definition)', JSON.stringify(definition), MAX_DEFINITION_CHARACTERS),
    ...items('Parameters', 'parameters', definition.Parameters.length, MAX_PARAMETERS),
    ...items('Steps', 'steps', steps.length, MAX_STEPS),
    ...definition.Parameters.flatMap(({ Name, DefaultValue }) =>
      characters(`Parameters.${Name}.DefaultValue`, String(DefaultValue ?? ''), MAX_PARAMETER_CHARACTERS),
    ),
    ...steps.flatMap(({ step, path }) => stepLimits(step, `${path}.Arguments`, definition)),
  ];
};

function stepLimits(step: StepDefinition, path: string, definition: PipelineDefinition): LintFinding[] {
  const args = list(at(step.Arguments, 'AppSpecification.ContainerArguments'));
  const argumentsPath = `${path}.AppSpecification.ContainerArguments`;
  const ranges = Object.values(objectAt(step, 'HyperParameterTuningJobConfig.ParameterRanges')).flatMap(list);
  const { hyperparameters } = stepFacts(step);
  return [
    ...items(argumentsPath, 'arguments', args.length, MAX_ARGUMENTS),
    ...args.flatMap((value, index) =>
      characters(`${argumentsPath}[${index}]`, defaultText(value, definition), MAX_ARGUMENT_CHARACTERS),
    ),
    ...(hyperparameters === undefined ? [] : hyperparameterLimits(step, hyperparameters, path, definition)),
    ...items(`${path}.HyperParameterTuningJobConfig.ParameterRanges`, 'ranges', ranges.length, MAX_RANGES),
    ...items(`${path}.Tags`, 'tags', list(at(step.Arguments, 'Tags')).length, MAX_TAGS),
  ];
}

function hyperparameterLimits(
  step: StepDefinition,
  member: string,
  path: string,
  definition: PipelineDefinition,
): LintFinding[] {
  const values = Object.entries(objectAt(step, member));
  return [
    ...items(`${path}.${member}`, 'hyperparameters', values.length, MAX_HYPERPARAMETERS),
    ...values.flatMap(([name, value]) =>
      characters(`${path}.${member}.${name}`, defaultText(value, definition), MAX_HYPERPARAMETER_CHARACTERS),
    ),
  ];
}

function objectAt(step: StepDefinition, path: string): Record<string, unknown> {
  const value = at(step.Arguments, path);
  return isObject(value) ? value : {};
}

/** Text that only an execution knows is not measured. */
function characters(path: string, text: string | undefined, max: number): LintFinding[] {
  const count = text?.length ?? 0;
  return count <= max ? [] : [finding(path, `${figure(count)} characters`, max, 'Use fewer or shorter names.')];
}

function items(path: string, plural: string, count: number, max: number): LintFinding[] {
  return count <= max ? [] : [finding(path, `${figure(count)} ${plural}`, max, `Use fewer ${plural}.`)];
}

function finding(path: string, size: string, max: number, way_out: string): LintFinding {
  return { rule: 'over-limit', path, message: `${size}; SageMaker takes at most ${figure(max)}`, way_out };
}

const figure = (count: number) => count.toLocaleString('en-US');
