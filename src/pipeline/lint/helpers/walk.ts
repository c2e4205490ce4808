import type { PipelineDefinition, StepDefinition } from '../../definition.ts';

/** A step with its place in the definition. */
export interface PlacedStep {
  step: StepDefinition;
  /** `Steps.Accuracy-Condition.Arguments.IfSteps.Register` for a step in a branch. */
  path: string;
  /** The condition in whose branch the step is. */
  parent: StepDefinition | undefined;
}

/** Lists all steps of a definition, with those in the branches of conditions. */
export function allSteps(definition: PipelineDefinition): PlacedStep[] {
  const placed: PlacedStep[] = [];
  const add = (step: StepDefinition, path: string, parent: StepDefinition | undefined) => {
    placed.push({ step, path, parent });
    for (const branch of ['IfSteps', 'ElseSteps']) {
      for (const inner of branchSteps(step, branch)) add(inner, `${path}.Arguments.${branch}.${inner.Name}`, step);
    }
  };
  for (const step of definition.Steps) add(step, `Steps.${step.Name}`, undefined);
  return placed;
}

function branchSteps(step: StepDefinition, branch: string): StepDefinition[] {
  if (step.Type !== 'Condition') return [];
  const steps = step.Arguments[branch];
  return Array.isArray(steps) ? (steps as StepDefinition[]) : [];
}

/** One `Get` expression with its place in the definition. */
export interface Reference {
  /** Text of the `Get`. */
  get: string;
  path: string;
  /** The step that holds the reference; undefined in PipelineExperimentConfig. */
  owner: StepDefinition | undefined;
}

/** Lists every `Get` of a definition, each with the innermost step that holds it. */
export function references(definition: PipelineDefinition): Reference[] {
  const list: Reference[] = [];
  const collect = (value: unknown, path: string, owner: StepDefinition | undefined) =>
    visit(value, path, (member, memberPath) => {
      if (isObject(member) && typeof member.Get === 'string') list.push({ get: member.Get, path: memberPath, owner });
    });
  collect(definition.PipelineExperimentConfig, 'PipelineExperimentConfig', undefined);
  for (const { step, path } of allSteps(definition)) collect(ownArguments(step), `${path}.Arguments`, step);
  return list;
}

/** Returns the arguments of a step without the steps of its branches, which `allSteps` lists separately. */
export function ownArguments(step: StepDefinition): Record<string, unknown> {
  if (step.Type !== 'Condition') return step.Arguments;
  return Object.fromEntries(
    Object.entries(step.Arguments).filter(([name]) => name !== 'IfSteps' && name !== 'ElseSteps'),
  );
}

/** Calls back for a value and for everything in it, each with its path. */
export function visit(value: unknown, path: string, callback: (value: unknown, path: string) => void): void {
  callback(value, path);
  if (Array.isArray(value)) {
    value.forEach((member, index) => {
      visit(member, `${path}[${index}]`, callback);
    });
  } else if (isObject(value)) {
    for (const [key, member] of Object.entries(value)) visit(member, `${path}.${key}`, callback);
  }
}

/** Returns the member at a dotted path, or undefined. */
export function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
}

/** Returns the value if it is a list, else an empty list. */
export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Says whether a value is an object and not a list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Splits `Steps.<step>.<property>` into its parts; undefined for a `Get` of something else than a step. */
export function stepReference(get: string): { step: string; property: string } | undefined {
  const match = /^Steps\.([^.]+)(?:\.(.*))?$/.exec(get);
  return match ? { step: match[1] ?? '', property: match[2] ?? '' } : undefined;
}

/** Returns the text of a value when each parameter has its default; undefined when only an execution knows the text. */
export function defaultText(value: unknown, definition: PipelineDefinition): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (!isObject(value)) return undefined;
  if (typeof value.Get === 'string') {
    const parameter = definition.Parameters.find(({ Name }) => value.Get === `Parameters.${Name}`);
    return parameter?.DefaultValue === undefined ? undefined : String(parameter.DefaultValue);
  }
  const parts = at(value, 'Std:Join.Values');
  if (!Array.isArray(parts)) return undefined;
  const texts = parts.map((part) => defaultText(part, definition));
  return texts.every((text) => text !== undefined) ? texts.join(String(at(value, 'Std:Join.On') ?? '')) : undefined;
}
