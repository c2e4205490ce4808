import type { DesiredPipeline } from '../desired/index.ts';
import type { Json } from '../json.ts';
import { canonicalJson } from '../pipeline/canonical.ts';
import type { ParameterDefinition, PipelineDefinition, StepDefinition } from '../pipeline/index.ts';
import { allSteps, ownArguments } from '../pipeline/index.ts';
import type { Difference } from './plan.ts';

/** A definition and the name of its pipeline. */
type Defined = Pick<DesiredPipeline, 'name' | 'definition'>;

/**
 * The differences between two definitions of one pipeline: steps, their arguments (images, instances, addresses), parameters.
 * Each difference is as deep in the tree as possible; `path` is `<step>.<argument>` or `Parameters.<name>`.
 */
export function definitionDifferences(base: Defined | null, head: Defined | null): Difference[] {
  const [before, after] = [parts(base?.definition), parts(head?.definition)];
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((name) => compared(before.get(name) ?? null, after.get(name) ?? null, name));
}

/** The definition as named pieces. By name, a step that is inserted does not move the others. */
function parts(definition: PipelineDefinition | undefined): Map<string, Json> {
  const found = new Map<string, Json>();
  if (definition === undefined) return found;
  for (const parameter of definition.Parameters) found.set(`Parameters.${parameter.Name}`, rest(parameter, ['Name']));
  for (const { step, path } of allSteps(definition)) {
    const { Arguments: _arguments, Name: _name, ...others } = step;
    // A step that moves into another branch does something else.
    const branch = /\.Arguments\.(IfSteps|ElseSteps)\.[^.]+$/.exec(path)?.[1] ?? null;
    found.set(step.Name, { ...(plain(others) as object), Arguments: plain(ownArguments(step)), Branch: branch });
  }
  found.set('PipelineExperimentConfig', plain(definition.PipelineExperimentConfig));
  return found;
}

/** Definitions of other tools may leave out what ours always have. */
const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value ?? null)) as Json;

function rest(value: ParameterDefinition | StepDefinition, without: readonly string[]): Json {
  return plain(Object.fromEntries(Object.entries(value).filter(([key]) => !without.includes(key))));
}

function compared(from: Json, to: Json, path: string): Difference[] {
  if (canonicalJson(from) === canonicalJson(to)) return [];
  if (isMap(from) && isMap(to)) {
    const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort();
    return keys.flatMap((key) => compared(from[key] ?? null, to[key] ?? null, `${path}.${key}`));
  }
  if (Array.isArray(from) && Array.isArray(to) && from.length === to.length) {
    return from.flatMap((item, index) => compared(item, to[index] ?? null, `${path}[${index}]`));
  }
  const subject = /ImageUri$/.test(path)
    ? 'image'
    : /Instance(Type|Count)|VolumeSizeInGB/.test(path)
      ? 'resources'
      : 'pipeline';
  return [{ subject, path, from, to, place: null }];
}

function isMap(value: Json): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
