import type { Part } from '../context.ts';
import { processingOperations, startProcessing } from './processing.ts';
import { PROCESSING, TRAINING, TRANSFORM, TUNING } from './records.ts';
import { endLeftOverContainers, resumeJobs } from './resume.ts';
import { Slots } from './slots.ts';
import { JobSupervisor } from './supervisor.ts';
import { startTraining, trainingOperations } from './training.ts';
import { startTransform, transformOperations } from './transform.ts';
import { startTuning, tuningOperations } from './tuning.ts';

/**
 * Makes the part of processing, training, tuning and transform jobs.
 * @param slots limit of the container processes that run at once; several parts can share it
 */
export function jobsPart(slots = new Slots()): Part {
  const supervisor = new JobSupervisor(slots);
  return {
    operations: {
      ...processingOperations(supervisor),
      ...trainingOperations(supervisor),
      ...tuningOperations(supervisor),
      ...transformOperations(supervisor),
    },
    async resume(context) {
      endLeftOverContainers(context);
      resumeJobs(PROCESSING, startProcessing, context, supervisor);
      resumeJobs(TRAINING, startTraining, context, supervisor);
      // After the training jobs: a tuning job follows those of its training jobs that run again.
      resumeJobs(TUNING, startTuning, context, supervisor);
      resumeJobs(TRANSFORM, startTransform, context, supervisor);
    },
    close: () => supervisor.close(),
  };
}
