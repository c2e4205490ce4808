import type { Shape } from '../context.ts';
import type { PipelineStep } from './definition-types.ts';
import type { StepState } from './records.ts';
import { CREATING_STEP_TYPES } from './step-types.ts';

/** Makes the entry of a step in ListPipelineExecutionSteps. */
export function stepSummary(step: PipelineStep | undefined, name: string, state: StepState): Shape {
  return {
    StepName: name,
    StepDisplayName: step?.displayName,
    StepDescription: step?.description,
    StartTime: state.startedAt,
    EndTime: state.endedAt,
    StepStatus: state.status,
    CacheHitResult: state.cacheHit === undefined ? undefined : { SourcePipelineExecutionArn: state.cacheHit },
    SelectiveExecutionResult:
      state.reusedFrom === undefined ? undefined : { SourcePipelineExecutionArn: state.reusedFrom },
    FailureReason: state.failureReason,
    Metadata: metadataOf(step, state),
    AttemptCount: state.attempt,
  };
}

function metadataOf(step: PipelineStep | undefined, state: StepState): Shape {
  if (step?.type === 'Condition') {
    return state.outcome === undefined ? {} : { Condition: { Outcome: state.outcome ? 'True' : 'False' } };
  }
  if (step?.type === 'Fail')
    return state.errorMessage === undefined ? {} : { Fail: { ErrorMessage: state.errorMessage } };
  const member = CREATING_STEP_TYPES[step?.type ?? '']?.metadata;
  return member === undefined || state.arn === undefined ? {} : { [member]: { Arn: state.arn } };
}
