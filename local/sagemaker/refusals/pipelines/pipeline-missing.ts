import { findPipeline } from '../../pipelines/records.ts';
import type { AccountRefusal } from '../account-refusal.ts';

export const pipelineMissing: AccountRefusal = {
  name: 'pipeline-missing',
  operations: ['UpdatePipeline', 'DeletePipeline', 'StartPipelineExecution'],
  rule: 'The pipeline is there.',
  source: 'API reference, UpdatePipeline errors',
  confidence: 'documented',
  error: 'ResourceNotFound',
  find: (request, context) => {
    const name = request.at('PipelineName');
    if (name.text === undefined || findPipeline(context, name.text)) return [];
    const arn = name.text.startsWith('arn:') ? name.text : context.arn(`pipeline/${name.text}`);
    return [name.refuse(`Pipeline '${arn}' does not exist.`)];
  },
};
