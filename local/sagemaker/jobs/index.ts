import type { Part } from '../context.ts';
import { processingOperations, startProcessing } from './processing.ts';
import { PROCESSING, TRAINING, TRANSFORM, TUNING } from './records.ts';
import { endLeftOverContainers, resumeJobs } from './resume.ts';
import { createSupervisor } from './supervisor.ts';
import { startTraining, trainingOperations } from './training.ts';
import { startTransform, transformOperations } from './transform.ts';
import { startTuning, tuningOperations } from './tuning.ts';

/** Processing, training, tuning and transform jobs. */
export function jobsPart(): Part {
  const supervisor = createSupervisor();
  return {
    operations: {
      ...processingOperations(supervisor),
      ...trainingOperations(supervisor),
      ...tuningOperations(supervisor),
      ...transformOperations(supervisor),
    },
    async resume(context) {
      endLeftOverContainers(context);
      resumeJobs(PROCESSING, startProcessing, 'ProcessingEndTime', context, supervisor);
      resumeJobs(TRAINING, startTraining, 'TrainingEndTime', context, supervisor);
      // After the training jobs: a tuning job follows those of its own that run again.
      resumeJobs(TUNING, startTuning, 'HyperParameterTuningEndTime', context, supervisor);
      resumeJobs(TRANSFORM, startTransform, 'TransformEndTime', context, supervisor);
    },
    close: () => supervisor.close(),
  };
}
