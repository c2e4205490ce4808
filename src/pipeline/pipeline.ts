import type { PipelineDefinition } from './definition.ts';
import { execution } from './expression.ts';
import type { Parameter } from './parameter.ts';
import type { Step } from './step.ts';

export interface PipelineOptions {
  parameters: readonly Parameter<unknown>[];
  /** Top-level steps; those in the branches of a condition belong to it. */
  steps: readonly Step[];
}

/** The definition that CreatePipeline takes. Frozen all the way down: a built definition never changes. */
export function pipelineDefinition(options: PipelineOptions): PipelineDefinition {
  return frozen({
    Version: '2020-12-01',
    Metadata: {},
    Parameters: options.parameters.map((parameter) => parameter.definition),
    PipelineExperimentConfig: { ExperimentName: execution.pipelineName, TrialName: execution.executionId },
    Steps: options.steps.map((step) => step.definition),
  } satisfies PipelineDefinition);
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) frozen(member);
  }
  return value;
}
