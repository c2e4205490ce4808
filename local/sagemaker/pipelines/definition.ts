import { ServiceError, type Shape } from '../context.ts';
import { conditionProblems } from './conditions.ts';
import { durationSeconds } from './duration.ts';
import { isObject, references } from './expressions.ts';
import { type Declared, declaredParameters } from './parameters.ts';
import { referenceProblems } from './reference-rules.ts';
import { type RetryPolicy, retryPolicies } from './retry-policy.ts';
import { STEP_TYPES, UNSUPPORTED_STEPS } from './step-types.ts';

export interface PropertyFile {
  readonly name: string;
  readonly output: string;
  readonly path: string;
}

/** One step, also one inside a condition's branch: the branch is in `branchOf`. */
export interface Step {
  readonly name: string;
  readonly type: string;
  readonly displayName?: string;
  readonly description?: string;
  /** As written; of a condition without its branches. */
  readonly arguments: Shape;
  readonly dependsOn: readonly string[];
  /** Seconds a result stays usable; absent when caching is off, Infinity when it never expires. */
  readonly cacheSeconds?: number;
  readonly retryPolicies: readonly RetryPolicy[];
  readonly propertyFiles: readonly PropertyFile[];
  readonly branchOf?: { readonly condition: string; readonly outcome: boolean };
  /** Steps that must have ended well before this one: data, DependsOn, and the condition whose branch it is in. */
  readonly needs: readonly string[];
}

export interface Definition {
  readonly parameters: ReadonlyMap<string, Declared>;
  readonly experiment: { readonly ExperimentName?: unknown; readonly TrialName?: unknown } | undefined;
  /** In the order of the text, branches after their condition. */
  readonly steps: ReadonlyMap<string, Step>;
}

export const DEFINITION_VERSION = '2020-12-01';
/** Quota: bytes of a pipeline definition. */
export const MAX_DEFINITION_BYTES = 1_048_576;
const STEP_NAME = /^[A-Za-z0-9\-_]{1,64}$/;
/** Problems that one message repeats; the rest is counted. */
const SHOWN = 12;

/**
 * Reads and checks a definition, all of it: form, names, references, cycles.
 * @throws ServiceError ValidationException `Unable to parse pipeline definition. …` with every problem found.
 */
export function parseDefinition(text: string): Definition {
  const size = Buffer.byteLength(text);
  if (size > MAX_DEFINITION_BYTES)
    throw unparsable([`The definition has ${size} bytes, at most ${MAX_DEFINITION_BYTES} are allowed`]);
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw unparsable([`It is not JSON: ${(error as Error).message}`]);
  }
  if (!isObject(document)) throw unparsable(['It must be a JSON object']);

  const problems: string[] = [];
  if (document.Version !== DEFINITION_VERSION) {
    problems.push(
      `Value '${document.Version}' for 'Version' failed to satisfy enum value set: [${DEFINITION_VERSION}]`,
    );
  }
  for (const key of Object.keys(document)) {
    if (!['Version', 'Metadata', 'Parameters', 'PipelineExperimentConfig', 'Steps'].includes(key)) {
      problems.push(`Unknown member '${key}'`);
    }
  }
  const parameters = declaredParameters(document.Parameters, problems);
  const steps = new Map<string, Step>();
  if (!Array.isArray(document.Steps) || document.Steps.length === 0)
    problems.push('Steps must be a list with at least one step');
  else for (const step of document.Steps) addStep(step, undefined, steps, problems);

  const experiment = document.PipelineExperimentConfig;
  if (experiment !== undefined && experiment !== null && !isObject(experiment))
    problems.push('PipelineExperimentConfig must be an object');
  const definition: Definition = {
    parameters,
    experiment: isObject(experiment) ? experiment : undefined,
    steps,
  };
  problems.push(...referenceProblems(definition));
  if (problems.length > 0) throw unparsable(problems);
  return definition;
}

export function unparsable(problems: readonly string[]): ServiceError {
  const shown = problems.slice(0, SHOWN).map((problem) => (problem.endsWith('.') ? problem : `${problem}.`));
  const rest = problems.length > SHOWN ? [`And ${problems.length - SHOWN} more.`] : [];
  return new ServiceError(
    'ValidationException',
    `Unable to parse pipeline definition. Model Validation failed: ${[...shown, ...rest].join(' ')}`,
  );
}

function addStep(value: unknown, branchOf: Step['branchOf'], steps: Map<string, Step>, problems: string[]): void {
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
  const type = String(value.Type);
  if (UNSUPPORTED_STEPS.includes(type)) {
    problems.push(
      `Step '${name}': steps of type ${type} are not run by this local service, which runs ${STEP_TYPES.join(', ')}`,
    );
    return;
  }
  if (!STEP_TYPES.includes(type)) {
    problems.push(
      `Step '${name}': Value '${value.Type}' for 'StepType' failed to satisfy enum value set: [${STEP_TYPES.join(', ')}]`,
    );
    return;
  }
  if (!isObject(value.Arguments)) problems.push(`Step '${name}' needs Arguments`);
  const { IfSteps, ElseSteps, ...own } = isObject(value.Arguments) ? value.Arguments : {};
  const args: Shape = type === 'Condition' ? own : { ...(value.Arguments as Shape | undefined) };
  const dependsOn = stringList(value.DependsOn, `Step '${name}': DependsOn`, problems);
  const read = references({ Arguments: args });
  const needs = new Set(dependsOn);
  for (const reference of read)
    if (reference.kind === 'step' || reference.kind === 'propertyFile') needs.add(reference.step);
  if (branchOf) needs.add(branchOf.condition);
  const cacheSeconds = cacheExpiry(value.CacheConfig, name, problems);
  steps.set(name, {
    name,
    type,
    ...(typeof value.DisplayName === 'string' ? { displayName: value.DisplayName } : {}),
    ...(typeof value.Description === 'string' ? { description: value.Description } : {}),
    arguments: args,
    dependsOn,
    ...(cacheSeconds === undefined ? {} : { cacheSeconds }),
    retryPolicies: retryPolicies(value.RetryPolicies, name, problems),
    propertyFiles: propertyFiles(value.PropertyFiles, name, type, problems),
    ...(branchOf ? { branchOf } : {}),
    needs: [...needs],
  });

  if (type !== 'Condition') return;
  const conditions = args.Conditions;
  if (!Array.isArray(conditions) || conditions.length === 0)
    problems.push(`Step '${name}' needs at least one of Conditions`);
  else
    problems.push(
      ...conditions.flatMap((each, index) => conditionProblems(each, `Step '${name}': Conditions[${index}]`)),
    );
  for (const [branch, outcome] of [
    [IfSteps, true],
    [ElseSteps, false],
  ] as const) {
    if (branch === undefined || branch === null) continue;
    if (!Array.isArray(branch)) problems.push(`Step '${name}': ${outcome ? 'IfSteps' : 'ElseSteps'} must be a list`);
    else for (const step of branch) addStep(step, { condition: name, outcome }, steps, problems);
  }
}

function propertyFiles(value: unknown, step: string, type: string, problems: string[]): PropertyFile[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || type !== 'Processing') {
    problems.push(`Step '${step}': PropertyFiles must be a list, of a Processing step`);
    return [];
  }
  const files: PropertyFile[] = [];
  for (const each of value) {
    const { PropertyFileName: name, OutputName: output, FilePath: path } = isObject(each) ? each : {};
    if (
      typeof name !== 'string' ||
      typeof output !== 'string' ||
      typeof path !== 'string' ||
      !name ||
      !output ||
      !path
    ) {
      problems.push(`Step '${step}': a property file needs PropertyFileName, OutputName and FilePath`);
    } else if (files.some((file) => file.name === name)) {
      problems.push(`Step '${step}': property file '${name}' is declared more than once`);
    } else files.push({ name, output, path });
  }
  return files;
}

function cacheExpiry(value: unknown, step: string, problems: string[]): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isObject(value) || typeof value.Enabled !== 'boolean') {
    problems.push(`Step '${step}': CacheConfig needs Enabled, true or false`);
    return undefined;
  }
  if (value.ExpireAfter === undefined || value.ExpireAfter === null)
    return value.Enabled ? Number.POSITIVE_INFINITY : undefined;
  const seconds = typeof value.ExpireAfter === 'string' ? durationSeconds(value.ExpireAfter) : undefined;
  if (seconds === undefined)
    problems.push(`Step '${step}': ExpireAfter '${value.ExpireAfter}' is no ISO 8601 duration such as P30D or PT1H`);
  return value.Enabled ? seconds : undefined;
}

function stringList(value: unknown, at: string, problems: string[]): string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value;
  problems.push(`${at} must be a list of step names`);
  return [];
}
