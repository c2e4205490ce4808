import type { PipelineDefinition } from './definition.ts';
import { execution } from './expression.ts';
import type { Parameter } from './parameter.ts';
import type { Step } from './step.ts';

export interface PipelineOptions {
  parameters: readonly Parameter<unknown>[];
  /** Top-level steps. A step in a branch belongs to its condition. */
  steps: readonly Step[];
}

/** Builds the definition that CreatePipeline takes. It is deeply frozen, so it never changes. */
export function pipelineDefinition(options: PipelineOptions): PipelineDefinition {
  return deepFreeze({
    Version: '2020-12-01',
    Metadata: {},
    Parameters: options.parameters.map((parameter) => parameter.definition),
    PipelineExperimentConfig: { ExperimentName: execution.pipelineName, TrialName: execution.executionId },
    Steps: options.steps.map((step) => step.definition),
  } satisfies PipelineDefinition);
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) deepFreeze(member);
  }
  return value;
}
