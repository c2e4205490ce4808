import type { AccountRefusal } from '../account-refusal.ts';
import { endpointConfigNameInUse } from './endpoint-config-name-in-use.ts';
import { endpointNameInUse } from './endpoint-name-in-use.ts';
import { groupNameInUse } from './group-name-in-use.ts';
import { modelNameInUse } from './model-name-in-use.ts';
import { packageNameInUse } from './package-name-in-use.ts';
import { pipelineNameInUse } from './pipeline-name-in-use.ts';
import { processingJobNameInUse } from './processing-job-name-in-use.ts';
import { trainingJobNameInUse } from './training-job-name-in-use.ts';
import { transformJobNameInUse } from './transform-job-name-in-use.ts';
import { tuningJobNameInUse } from './tuning-job-name-in-use.ts';

export const namesRefusals: readonly AccountRefusal[] = [
  modelNameInUse,
  endpointConfigNameInUse,
  endpointNameInUse,
  groupNameInUse,
  packageNameInUse,
  pipelineNameInUse,
  trainingJobNameInUse,
  processingJobNameInUse,
  transformJobNameInUse,
  tuningJobNameInUse,
];
