import { findPipeline, hasEnded, listExecutions } from '../../pipelines/records.ts';
import type { InstantRefusal } from '../account-refusal.ts';

export const pipelineInUse: InstantRefusal = {
  name: 'pipeline-in-use',
  operations: ['DeletePipeline'],
  rule: 'A pipeline with running executions is not deleted.',
  source: 'API reference, DeletePipeline',
  confidence: 'documented',
  error: 'ConflictException',
  find: (request, context) => {
    const name = request.at('PipelineName');
    const pipeline = name.text === undefined ? undefined : findPipeline(context, name.text);
    const running = listExecutions(context).filter(
      (execution) => execution.pipelineName === pipeline?.PipelineName && !hasEnded(execution),
    );
    return pipeline === undefined || running.length === 0
      ? []
      : [
          name.refuse(
            `Pipeline '${pipeline.PipelineArn}' cannot be deleted while executions are running: ${running.map((each) => each.PipelineExecutionArn).join(', ')}. Stop them first.`,
          ),
        ];
  },
};
