export { batchPipeline } from './batch-pipeline.ts';
export { batchWindow } from './batch-window.ts';
export type { Asset, DesiredContext, DesiredPipeline } from './context.ts';
export { sklearnImage } from './sklearn-image.ts';
export { packageSource, type SourcePackage } from './source-package.ts';
export { trainingPipeline } from './training-pipeline.ts';
export { batchQuery, trainingQuery } from './training-query.ts';
