import { requestDigest } from '../../pipelines/pipeline-requests.ts';
import { findPipeline } from '../../pipelines/records.ts';
import type { InstantRefusal } from '../account-refusal.ts';

/** A repeated request with the same token gets the pipeline that the first one made. */
export const pipelineNameInUse: InstantRefusal = {
  name: 'pipeline-name-in-use',
  operations: ['CreatePipeline'],
  rule: 'The name of a pipeline is unique in the account and region.',
  source: 'message that clients match on, in public files',
  confidence: 'reported',
  find: (request, context) => {
    const name = request.at('PipelineName');
    const existing = name.text === undefined ? undefined : findPipeline(context, name.text);
    if (existing === undefined) return [];
    const isRepeated =
      existing.clientRequestToken === request.at('ClientRequestToken').text &&
      existing.request === requestDigest(request.value as object);
    if (isRepeated) return [];
    return [
      name.refuse(
        `Pipeline names must be unique within an AWS account and region. Pipeline with name (${name.text}) already exists.`,
      ),
    ];
  },
};
