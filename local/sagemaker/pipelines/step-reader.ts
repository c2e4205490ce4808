import type { Shape } from '../context.ts';
import { conditionProblems } from './conditions.ts';
import type { Branch, PipelineStep, PropertyFile } from './definition-types.ts';
import { durationSeconds } from './duration.ts';
import { collectReferences } from './expressions.ts';
import { isObject } from './is-object.ts';
import { readRetryPolicies } from './retry-policy.ts';
import { STEP_TYPES, UNSUPPORTED_STEP_TYPES } from './step-types.ts';

const STEP_NAME = /^[A-Za-z0-9\-_]{1,64}$/;

/** Reads a step and the steps of its branches, and adds them to `steps`. Adds what is wrong to `problems`. */
export function addStep(
  value: unknown,
  branchOf: Branch | undefined,
  steps: Map<string, PipelineStep>,
  problems: string[],
): void {
  if (!isObject(value) || typeof value.Name !== 'string' || !STEP_NAME.test(value.Name)) {
    problems.push(
      `A step needs a Name of 1 to 64 letters, digits, - and _${isObject(value) ? `, not '${value.Name}'` : ''}`,
    );
    return;
  }
  const name = value.Name;
  if (steps.has(name)) {
    problems.push(`Step name '${name}' is not unique`);
    return;
  }
  const type = readType(value.Type, name, problems);
  if (type === undefined) return;
  if (!isObject(value.Arguments)) problems.push(`Step '${name}' needs Arguments`);
  const { IfSteps, ElseSteps, ...own } = isObject(value.Arguments) ? value.Arguments : {};
  const args: Shape = type === 'Condition' ? own : { ...(value.Arguments as Shape | undefined) };
  const dependsOn = readNames(value.DependsOn, `Step '${name}': DependsOn`, problems);
  const cacheSeconds = readCacheSeconds(value.CacheConfig, name, problems);
  steps.set(name, {
    name,
    type,
    ...(typeof value.DisplayName === 'string' ? { displayName: value.DisplayName } : {}),
    ...(typeof value.Description === 'string' ? { description: value.Description } : {}),
    arguments: args,
    dependsOn,
    ...(cacheSeconds === undefined ? {} : { cacheSeconds }),
    retryPolicies: readRetryPolicies(value.RetryPolicies, name, problems),
    propertyFiles: readPropertyFiles(value.PropertyFiles, name, type, problems),
    ...(branchOf ? { branchOf } : {}),
    needs: neededSteps(args, dependsOn, branchOf),
  });

  if (type !== 'Condition') return;
  checkConditions(args.Conditions, name, problems);
  for (const [branch, outcome] of [
    [IfSteps, true],
    [ElseSteps, false],
  ] as const) {
    if (branch === undefined || branch === null) continue;
    if (!Array.isArray(branch)) problems.push(`Step '${name}': ${outcome ? 'IfSteps' : 'ElseSteps'} must be a list`);
    else for (const step of branch) addStep(step, { condition: name, outcome }, steps, problems);
  }
}

/** Gives the type of a step; undefined when this service cannot run it. */
function readType(value: unknown, step: string, problems: string[]): string | undefined {
  const type = String(value);
  if (STEP_TYPES.includes(type)) return type;
  problems.push(
    UNSUPPORTED_STEP_TYPES.includes(type)
      ? `Step '${step}': steps of type ${type} are not run by this local service, which runs ${STEP_TYPES.join(', ')}`
      : `Step '${step}': Value '${value}' for 'StepType' failed to satisfy enum value set: [${STEP_TYPES.join(', ')}]`,
  );
  return undefined;
}

/** Lists the steps that must have succeeded before a step. */
function neededSteps(args: Shape, dependsOn: readonly string[], branchOf: Branch | undefined): string[] {
  const needed = new Set(dependsOn);
  for (const reference of collectReferences({ Arguments: args }))
    if (reference.kind === 'step' || reference.kind === 'propertyFile') needed.add(reference.step);
  if (branchOf) needed.add(branchOf.condition);
  return [...needed];
}

function checkConditions(conditions: unknown, step: string, problems: string[]): void {
  if (!Array.isArray(conditions) || conditions.length === 0) {
    problems.push(`Step '${step}' needs at least one of Conditions`);
    return;
  }
  for (const [index, condition] of conditions.entries())
    problems.push(...conditionProblems(condition, `Step '${step}': Conditions[${index}]`));
}

function readPropertyFiles(value: unknown, step: string, type: string, problems: string[]): PropertyFile[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || type !== 'Processing') {
    problems.push(`Step '${step}': PropertyFiles must be a list, of a Processing step`);
    return [];
  }
  const files: PropertyFile[] = [];
  for (const each of value) {
    const { PropertyFileName: name, OutputName: output, FilePath: path } = isObject(each) ? each : {};
    if (!isFilledText(name) || !isFilledText(output) || !isFilledText(path)) {
      problems.push(`Step '${step}': a property file needs PropertyFileName, OutputName and FilePath`);
    } else if (files.some((file) => file.name === name)) {
      problems.push(`Step '${step}': property file '${name}' is declared more than once`);
    } else files.push({ name, output, path });
  }
  return files;
}

function isFilledText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function readCacheSeconds(value: unknown, step: string, problems: string[]): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isObject(value) || typeof value.Enabled !== 'boolean') {
    problems.push(`Step '${step}': CacheConfig needs Enabled, true or false`);
    return undefined;
  }
  if (value.ExpireAfter === undefined || value.ExpireAfter === null)
    return value.Enabled ? Number.POSITIVE_INFINITY : undefined;
  const seconds = typeof value.ExpireAfter === 'string' ? durationSeconds(value.ExpireAfter) : undefined;
  if (seconds === undefined)
    problems.push(
      `Step '${step}': ExpireAfter '${value.ExpireAfter}' is not an ISO 8601 duration such as P30D or PT1H`,
    );
  return value.Enabled ? seconds : undefined;
}

function readNames(value: unknown, subject: string, problems: string[]): string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value;
  problems.push(`${subject} must be a list of step names`);
  return [];
}
