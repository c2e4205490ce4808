import type { AccountRefusal } from '../account-refusal.ts';
import { pipelineInUse } from './pipeline-in-use.ts';
import { pipelineMissing } from './pipeline-missing.ts';
import { selectionWithoutSource } from './selection-without-source.ts';

export const pipelinesRefusals: readonly AccountRefusal[] = [pipelineMissing, pipelineInUse, selectionWithoutSource];
