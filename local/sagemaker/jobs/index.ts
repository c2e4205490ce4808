import type { Part } from '../context.ts';
import { processingOperations, startProcessing } from './processing.ts';
import { PROCESSING, TRAINING } from './records.ts';
import { endLeftOverContainers, resumeJobs } from './resume.ts';
import { createSupervisor } from './supervisor.ts';
import { startTraining, trainingOperations } from './training.ts';

/** Processing, training, tuning and transform jobs. */
export function jobsPart(): Part {
  const supervisor = createSupervisor();
  return {
    operations: {
      ...processingOperations(supervisor),
      ...trainingOperations(supervisor),
    },
    async resume(context) {
      endLeftOverContainers(context);
      resumeJobs(PROCESSING, startProcessing, 'ProcessingEndTime', context, supervisor);
      resumeJobs(TRAINING, startTraining, 'TrainingEndTime', context, supervisor);
    },
    close: () => supervisor.close(),
  };
}
