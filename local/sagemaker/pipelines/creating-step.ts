import { type Context, ServiceError, type Shape } from '../context.ts';
import type { Definition, PipelineStep } from './definition-types.ts';
import { evaluate } from './evaluate.ts';
import { expressionContext } from './expression-context.ts';
import { clientToken, resourceName } from './names.ts';
import type { ExecutionRecord, StepState } from './records.ts';
import { CREATING_STEP_TYPES, type CreatingStepType } from './step-types.ts';

/** Gives what is known about the type of a step that creates a resource. */
export function creatingStepType(step: PipelineStep): CreatingStepType {
  const type = CREATING_STEP_TYPES[step.type];
  if (!type) throw new Error(`Steps of type ${step.type} create no resource`);
  return type;
}

/** Gives the step's Arguments with every expression replaced. @throws ExpressionError */
export async function evaluateArguments(
  context: Context,
  definition: Definition,
  execution: ExecutionRecord,
  step: PipelineStep,
): Promise<Shape> {
  return (await evaluate(step.arguments, expressionContext(context, definition, execution))) as Shape;
}

/** Makes the request of a step, as the service does: its arguments with a name, tags and the experiment. */
export function createRequest(
  execution: ExecutionRecord,
  step: PipelineStep,
  state: StepState,
  args: Shape,
): { request: Shape; name?: string } {
  const type = creatingStepType(step);
  const request: Shape = { ...args };
  request.Tags = [
    ...((args.Tags as Shape[] | undefined) ?? []),
    { Key: 'sagemaker:pipeline-execution-arn', Value: execution.PipelineExecutionArn },
    { Key: 'sagemaker:pipeline-step-name', Value: step.name },
  ];
  const { ExperimentName, TrialName } = execution.experiment ?? {};
  if (type.experiment && args.ExperimentConfig === undefined && ExperimentName !== undefined) {
    request.ExperimentConfig = {
      ExperimentName,
      ...(TrialName === undefined ? {} : { TrialName }),
      TrialComponentDisplayName: step.name.replaceAll('_', '-').replaceAll(/^-+|-+$/g, ''),
    };
  }
  if (type.nameMember) {
    const name = resourceName(type, execution.id, step.name, args[type.nameMember]);
    request[type.nameMember] = name;
    return { request, name };
  }
  request.ClientToken = clientToken(execution.PipelineExecutionArn, step.name, state.startedAt, state.attempt);
  return { request };
}

/**
 * Creates the resource of a step, or finds what the same request created before a crash.
 * @param options.isRepeated whether the request may have been sent already
 * @param options.isStopping whether nothing new may be created
 * @returns the ARN; undefined when nothing exists and nothing may be created
 */
export async function createResource(
  context: Context,
  step: PipelineStep,
  request: Shape,
  options: { isRepeated: boolean; isStopping: boolean },
): Promise<string | undefined> {
  const type = creatingStepType(step);
  if (!type.nameMember) return createModelPackage(context, request);
  if (options.isRepeated) {
    const input = { [type.nameMember]: request[type.nameMember] };
    const existing = await describeIfExists(context, type.describe, input);
    if (existing) return existing[type.arnMember];
  }
  if (options.isStopping) return undefined;
  return (await context.call(type.create, request))[type.arnMember];
}

/**
 * Creates a model package, and its group when it does not exist. A version takes the tags of its group and refuses its
 * own (CreateModelPackage), so the tags go to a new group. The ClientToken makes a repeated call give the same version.
 */
async function createModelPackage(context: Context, request: Shape): Promise<string> {
  const group = request.ModelPackageGroupName;
  if (group === undefined) return (await context.call('CreateModelPackage', request)).ModelPackageArn;
  const { Tags, ...untagged } = request;
  const name = String(group).slice(String(group).lastIndexOf('/') + 1);
  if (!(await describeIfExists(context, 'DescribeModelPackageGroup', { ModelPackageGroupName: group }))) {
    try {
      await context.call('CreateModelPackageGroup', { ModelPackageGroupName: name, Tags });
    } catch (error) {
      // A step of another execution may have created the group in the meantime.
      if (!(error instanceof ServiceError && /already exists/i.test(error.message))) throw error;
    }
  }
  return (await context.call('CreateModelPackage', untagged)).ModelPackageArn;
}

/** Gives the output of a Describe operation; undefined when the resource does not exist. */
async function describeIfExists(context: Context, operation: string, input: Shape): Promise<Shape | undefined> {
  try {
    return await context.call(operation, input);
  } catch (error) {
    if (error instanceof ServiceError && error.status < 500 && !/Throttl/i.test(error.code)) return undefined;
    throw error;
  }
}

/** Makes the input of the Describe operation for the resource of a step. */
export function describeInput(step: PipelineStep, state: { resourceName?: string; arn?: string }): Shape {
  const type = creatingStepType(step);
  return type.nameMember ? { [type.nameMember]: state.resourceName } : { ModelPackageName: state.arn };
}

/** Reads what later steps can use: the Describe output, and for a tuning job its training jobs, the best one first. */
export async function readProperties(
  context: Context,
  step: PipelineStep,
  state: { resourceName?: string; arn?: string },
): Promise<Shape> {
  const properties = { ...(await context.call(creatingStepType(step).describe, describeInput(step, state))) };
  if (step.type !== 'Tuning') return properties;
  const direction = properties.HyperParameterTuningJobConfig?.HyperParameterTuningJobObjective?.Type;
  properties.TrainingJobSummaries = await readAllPages(
    context,
    'ListTrainingJobsForHyperParameterTuningJob',
    'TrainingJobSummaries',
    {
      HyperParameterTuningJobName: state.resourceName,
      SortBy: 'FinalObjectiveMetricValue',
      SortOrder: direction === 'Minimize' ? 'Ascending' : 'Descending',
    },
  );
  return properties;
}

async function readAllPages(context: Context, operation: string, member: string, input: Shape): Promise<unknown[]> {
  const items: unknown[] = [];
  let token: string | undefined;
  do {
    const page: Shape = await context.call(operation, {
      ...input,
      ...(token === undefined ? {} : { NextToken: token }),
    });
    items.push(...((page[member] as unknown[] | undefined) ?? []));
    token = page.NextToken;
  } while (token !== undefined);
  return items;
}
