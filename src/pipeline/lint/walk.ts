import { editDistance } from '../../config/closest.ts';
import type { PipelineDefinition, StepDefinition } from '../definition.ts';

export interface PlacedStep {
  step: StepDefinition;
  /** `Steps.Accuracy-Condition.Arguments.IfSteps.Register` for a step in a branch. */
  path: string;
  /** The condition in whose branch the step is. */
  parent: StepDefinition | undefined;
}

/** Every step, those in the branches of conditions too. */
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

export interface Reference {
  /** Text of the `Get`. */
  get: string;
  path: string;
  /** The step that refers; none for PipelineExperimentConfig. */
  owner: StepDefinition | undefined;
}

/** Every `Get`, each with the innermost step that holds it. */
export function references(definition: PipelineDefinition): Reference[] {
  const found: Reference[] = [];
  const collect = (value: unknown, path: string, owner: StepDefinition | undefined) =>
    visit(value, path, (member, at) => {
      if (isObject(member) && typeof member.Get === 'string') found.push({ get: member.Get, path: at, owner });
    });
  collect(definition.PipelineExperimentConfig, 'PipelineExperimentConfig', undefined);
  for (const { step, path } of allSteps(definition)) collect(ownArguments(step), `${path}.Arguments`, step);
  return found;
}

/** A step's arguments without the steps of its branches, which are visited for themselves. */
export function ownArguments(step: StepDefinition): Record<string, unknown> {
  if (step.Type !== 'Condition') return step.Arguments;
  return Object.fromEntries(
    Object.entries(step.Arguments).filter(([name]) => name !== 'IfSteps' && name !== 'ElseSteps'),
  );
}

/** Calls back for a value and everything in it. */
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

/** The member at a dotted path, or undefined. */
export function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `Steps.<step>.<property>` taken apart; undefined for other roots. */
export function stepReference(get: string): { step: string; property: string } | undefined {
  const match = /^Steps\.([^.]+)(?:\.(.*))?$/.exec(get);
  return match ? { step: match[1] ?? '', property: match[2] ?? '' } : undefined;
}

/** The text that a value has when each parameter has its default; undefined when only a run can tell. */
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

/** Names that somebody may have meant, nearest first, for a way out. */
export function nearest(name: string, known: readonly string[], most = 3): string[] {
  return known
    .map((candidate) => ({ candidate, distance: editDistance(name, candidate) }))
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, most)
    .map(({ candidate }) => candidate);
}
