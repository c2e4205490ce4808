import type { Shape } from '../context.ts';
import type { Step } from './definition.ts';
import type { StepState } from './records.ts';
import { CREATING_STEPS } from './step-types.ts';

/** A step as ListPipelineExecutionSteps shows it. */
export function stepSummary(step: Step | undefined, name: string, state: StepState): Shape {
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
    Metadata: metadata(step, state),
    AttemptCount: state.attempt,
  };
}

function metadata(step: Step | undefined, state: StepState): Shape {
  if (step?.type === 'Condition') {
    return state.outcome === undefined ? {} : { Condition: { Outcome: state.outcome ? 'True' : 'False' } };
  }
  if (step?.type === 'Fail')
    return state.errorMessage === undefined ? {} : { Fail: { ErrorMessage: state.errorMessage } };
  const member = CREATING_STEPS[step?.type ?? '']?.metadata;
  return member === undefined || state.arn === undefined ? {} : { [member]: { Arn: state.arn } };
}
