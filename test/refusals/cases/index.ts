import type { RefusalCase } from '../refusal-case.ts';
import { commonCases } from './common.ts';
import { endpointCases } from './endpoint.ts';
import { endpointConfigCases } from './endpoint-config.ts';
import { modelCases } from './model.ts';
import { pipelinesCases } from './pipelines.ts';
import { processingCases } from './processing.ts';
import { registryCases } from './registry.ts';
import { scalingCases } from './scaling.ts';
import { serverlessCases } from './serverless.ts';
import { trainingCases } from './training.ts';
import { transformCases } from './transform.ts';
import { tuningCases } from './tuning.ts';

/** A case at least for each rule of src/refusals. */
export const CASES: readonly RefusalCase[] = [
  ...commonCases,
  ...pipelinesCases,
  ...processingCases,
  ...trainingCases,
  ...tuningCases,
  ...transformCases,
  ...modelCases,
  ...registryCases,
  ...endpointConfigCases,
  ...serverlessCases,
  ...endpointCases,
  ...scalingCases,
];
