import type { PipelineState, SageMaker } from '../ports/sagemaker.ts';
import { type ForeignResource, foreignResource, type Owner } from './ownership.ts';

/** Returns the pipeline as one that the project does not own; undefined when it does, or when there is no pipeline. */
export async function foreignPipeline(
  sagemaker: Pick<SageMaker, 'tags'>,
  kind: 'training-pipeline' | 'batch-pipeline',
  pipeline: PipelineState | undefined,
  owner: Owner,
): Promise<ForeignResource | undefined> {
  if (pipeline === undefined) return undefined;
  const { name, arn } = pipeline;
  return foreignResource({ kind, name, arn }, await sagemaker.tags(arn), owner);
}
