import type { Definition, PipelineStep } from './definition-types.ts';
import { collectReferences, EXECUTION_VARIABLES, type Reference } from './expressions.ts';
import { propertyProblem } from './step-arguments.ts';

/** Lists references of a definition that lead nowhere, and dependencies that can never be met. */
export function referenceProblems(definition: Definition): string[] {
  const problems = [...definition.steps.values()].flatMap((step) => stepProblems(step, definition));
  for (const reference of collectReferences(definition.experiment ?? {}, 'PipelineExperimentConfig')) {
    const problem = reference.kind === 'step' ? 'cannot read a step' : referenceProblem(reference, definition);
    if (problem) problems.push(`${reference.at}: ${problem}`);
  }
  return [...problems, ...findCycles(definition)];
}

function stepProblems(step: PipelineStep, definition: Definition): string[] {
  const problems: string[] = [];
  const subject = `Step '${step.name}'`;
  for (const reference of collectReferences(step.arguments)) {
    const problem = referenceProblem(reference, definition);
    if (problem) problems.push(`${subject}: ${reference.at}: ${problem}`);
  }
  for (const name of step.dependsOn) {
    if (!definition.steps.has(name))
      problems.push(`${subject}: DependsOn names the step '${name}', which does not exist`);
  }
  for (const name of step.needs) {
    if (definition.steps.get(name)?.type === 'Fail')
      problems.push(`${step.name} can not depends on ${name}: nothing runs after a step of type Fail`);
  }
  const outputs = outputNames(step);
  for (const file of step.propertyFiles) {
    if (!outputs.includes(file.output)) {
      problems.push(
        `${subject}: property file '${file.name}' names the output '${file.output}', the step has [${outputs.join(', ')}]`,
      );
    }
  }
  return problems;
}

/** Says why a reference leads nowhere; undefined when it is valid. */
function referenceProblem(reference: Reference, definition: Definition): string | undefined {
  switch (reference.kind) {
    case 'malformed':
      return reference.problem;
    case 'parameter':
      return definition.parameters.has(reference.name)
        ? undefined
        : `the parameter '${reference.name}' is not declared`;
    case 'execution':
      return (EXECUTION_VARIABLES as readonly string[]).includes(reference.name)
        ? undefined
        : `there is no execution variable '${reference.name}', only ${EXECUTION_VARIABLES.join(', ')}`;
    case 'propertyFile': {
      const step = definition.steps.get(reference.step);
      if (!step) return `the step '${reference.step}' does not exist`;
      return step.propertyFiles.some((file) => file.name === reference.file)
        ? undefined
        : `the step '${reference.step}' has no property file '${reference.file}'`;
    }
    case 'step': {
      const step = definition.steps.get(reference.step);
      if (!step) return `the step '${reference.step}' does not exist`;
      if (step.type === 'Condition')
        return reference.path === 'Outcome' ? undefined : `a Condition step has only the property Outcome`;
      if (step.type === 'Fail') return 'a Fail step has no properties';
      const output = /^ProcessingOutputConfig\.Outputs\[['"](.+?)['"]\]/.exec(reference.path)?.[1];
      if (step.type === 'Processing' && output !== undefined && !outputNames(step).includes(output)) {
        return `the step '${step.name}' has no output '${output}', only [${outputNames(step).join(', ')}]`;
      }
      return propertyProblem(step.type, reference.path);
    }
  }
}

function outputNames(step: PipelineStep): string[] {
  const outputs: unknown = step.arguments.ProcessingOutputConfig?.Outputs;
  return Array.isArray(outputs) ? outputs.map((output) => String(output?.OutputName)) : [];
}

function findCycles(definition: Definition): string[] {
  const visited = new Set<string>();
  const cycles: string[] = [];
  const visit = (name: string, path: readonly string[]): void => {
    if (visited.has(name)) return;
    if (path.includes(name)) {
      cycles.push(`Cycle in the steps: ${[...path.slice(path.indexOf(name)), name].join(' -> ')}`);
      return;
    }
    for (const needed of definition.steps.get(name)?.needs ?? []) visit(needed, [...path, name]);
    visited.add(name);
  };
  for (const name of definition.steps.keys()) visit(name, []);
  return cycles;
}
