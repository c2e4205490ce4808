import { findPipeline, readDefinition, requireVersion } from '../../pipelines/records.ts';
import type { AccountRefusal } from '../account-refusal.ts';

export const selectionWithoutSource: AccountRefusal = {
  name: 'selection-without-source',
  operations: ['StartPipelineExecution'],
  rule: 'A selective execution whose steps need other steps names the execution that has their results.',
  source: 'aws/sagemaker-python-sdk#4444; API reference, SelectiveExecutionConfig.SourcePipelineExecutionArn',
  confidence: 'quoted',
  find: (request, context) => {
    const config = request.at('SelectiveExecutionConfig');
    const pipeline = findPipeline(context, request.at('PipelineName').text ?? '');
    if (!config.exists || config.at('SourcePipelineExecutionArn').exists || pipeline === undefined) return [];
    const version = requireVersion(pipeline, request.at('PipelineVersionId').number);
    const { steps } = readDefinition(context, version.definition);
    const selected = config.at('SelectedSteps').items.flatMap((step) => step.at('StepName').text ?? []);
    const needed = new Set(
      selected.flatMap((name) => steps.get(name)?.needs ?? []).filter((name) => !selected.includes(name)),
    );
    if (needed.size === 0) return [];
    const depending = selected.filter((name) => steps.get(name)?.needs.some((need) => needed.has(need)));
    return [
      config.refuse(
        `Invalid SourcePipelineExecutionArn: null. The selected steps [${depending.join(', ')}] have dependencies on [${[...needed].join(', ')}]`,
      ),
    ];
  },
};
