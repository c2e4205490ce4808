import { type Context, ServiceError, type Shape } from '../context.ts';
import type { Definition, Step } from './definition.ts';
import { evaluate } from './evaluate.ts';
import { clientToken, resourceName } from './names.ts';
import type { ExecutionRecord, StepState } from './records.ts';
import { stepScope } from './step-scope.ts';
import { CREATING_STEPS, type CreatingStep } from './step-types.ts';

export function creatingStep(step: Step): CreatingStep {
  const type = CREATING_STEPS[step.type];
  if (!type) throw new Error(`Step type ${step.type} creates nothing`);
  return type;
}

/**
 * The step's Arguments with every expression replaced.
 * @throws ExpressionError
 */
export async function resolveArguments(
  context: Context,
  definition: Definition,
  execution: ExecutionRecord,
  step: Step,
): Promise<Shape> {
  return (await evaluate(step.arguments, stepScope(context, definition, execution))) as Shape;
}

/** The request that the service makes of resolved arguments: with a name, its own tags and the experiment. */
export function requestOf(
  execution: ExecutionRecord,
  step: Step,
  state: StepState,
  args: Shape,
): { request: Shape; name?: string } {
  const type = creatingStep(step);
  const request: Shape = { ...args };
  const ours = [
    { Key: 'sagemaker:pipeline-execution-arn', Value: execution.PipelineExecutionArn },
    { Key: 'sagemaker:pipeline-step-name', Value: step.name },
  ];
  request.Tags = [...((args.Tags as Shape[] | undefined) ?? []), ...ours];
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
 * Makes the request, or finds what it made before a crash.
 * @param when.again the request may have been made already
 * @param when.stopping nothing new is to be made
 * @returns the ARN; undefined when there is nothing and nothing is to be made
 */
export async function create(
  context: Context,
  step: Step,
  request: Shape,
  when: { again: boolean; stopping: boolean },
): Promise<string | undefined> {
  const type = creatingStep(step);
  if (type.nameMember) {
    const name = request[type.nameMember];
    const made = when.again ? await describeIfThere(context, type, { [type.nameMember]: name }) : undefined;
    if (made) return made[type.arnMember];
    if (when.stopping) return undefined;
    return (await context.call(type.create, request))[type.arnMember];
  }
  return createModelPackage(context, request);
}

/**
 * A version in a group takes the group's tags and refuses its own (CreateModelPackage); a group that does not exist yet
 * is made with them. The ClientToken makes a repeated call give the same version.
 */
async function createModelPackage(context: Context, request: Shape): Promise<string> {
  const group = request.ModelPackageGroupName;
  if (group === undefined) return (await context.call('CreateModelPackage', request)).ModelPackageArn;
  const { Tags, ...untagged } = request;
  const name = String(group).slice(String(group).lastIndexOf('/') + 1);
  const there = await describeIfThere(
    context,
    { describe: 'DescribeModelPackageGroup' },
    { ModelPackageGroupName: group },
  );
  if (!there) {
    try {
      await context.call('CreateModelPackageGroup', { ModelPackageGroupName: name, Tags });
    } catch (error) {
      // A step of another execution made it in the meantime.
      if (!(error instanceof ServiceError && /already exists/i.test(error.message))) throw error;
    }
  }
  return (await context.call('CreateModelPackage', untagged)).ModelPackageArn;
}

/** The Describe answer, or undefined when there is no such thing. */
async function describeIfThere(context: Context, type: { describe: string }, input: Shape): Promise<Shape | undefined> {
  try {
    return await context.call(type.describe, input);
  } catch (error) {
    if (error instanceof ServiceError && error.status < 500 && !/Throttl/i.test(error.code)) return undefined;
    throw error;
  }
}

/** How Describe is asked for what the step made. */
export function describeInput(step: Step, state: { resourceName?: string; arn?: string }): Shape {
  const type = creatingStep(step);
  return type.nameMember ? { [type.nameMember]: state.resourceName } : { ModelPackageName: state.arn };
}

/** What later steps can read: the Describe answer, and of a tuning job its training jobs, the best one first. */
export async function readProperties(
  context: Context,
  step: Step,
  state: { resourceName?: string; arn?: string },
): Promise<Shape> {
  const properties = { ...(await context.call(creatingStep(step).describe, describeInput(step, state))) };
  if (step.type !== 'Tuning') return properties;
  const minimize = properties.HyperParameterTuningJobConfig?.HyperParameterTuningJobObjective?.Type === 'Minimize';
  properties.TrainingJobSummaries = await everyPage(
    context,
    'ListTrainingJobsForHyperParameterTuningJob',
    'TrainingJobSummaries',
    {
      HyperParameterTuningJobName: state.resourceName,
      SortBy: 'FinalObjectiveMetricValue',
      SortOrder: minimize ? 'Ascending' : 'Descending',
    },
  );
  return properties;
}

async function everyPage(context: Context, operation: string, member: string, input: Shape): Promise<unknown[]> {
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
