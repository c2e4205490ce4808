import type { Refusal } from '../refusal.ts';
import { datasetKind } from './dataset-kind.ts';
import { featureStoreOutput } from './feature-store-output.ts';
import { processingGzipMode } from './processing-gzip-mode.ts';
import { processingImageAddress } from './processing-image-address.ts';
import { processingImageRegion } from './processing-image-region.ts';
import { processingInputKind } from './processing-input-kind.ts';
import { processingNameTwice } from './processing-name-twice.ts';
import { processingOutputKind } from './processing-output-kind.ts';
import { processingPathMissing } from './processing-path-missing.ts';
import { processingPathOutside } from './processing-path-outside.ts';
import { processingPathTwice } from './processing-path-twice.ts';

export const processingRefusals: readonly Refusal[] = [
  datasetKind,
  featureStoreOutput,
  processingGzipMode,
  processingImageAddress,
  processingImageRegion,
  processingInputKind,
  processingNameTwice,
  processingOutputKind,
  processingPathMissing,
  processingPathOutside,
  processingPathTwice,
];
