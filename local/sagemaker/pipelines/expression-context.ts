import type { Context } from '../context.ts';
import type { Definition } from './definition-types.ts';
import type { ExpressionContext } from './evaluate.ts';
import { followPath, NOT_FOUND, parsePath } from './property-path.ts';
import type { ExecutionRecord } from './records.ts';

/** Makes what the expressions of an execution's steps can read. */
export function expressionContext(
  context: Context,
  definition: Definition,
  execution: ExecutionRecord,
): ExpressionContext {
  const variables: Record<string, () => string> = {
    PipelineName: () => execution.pipelineName,
    PipelineArn: () => execution.PipelineArn,
    PipelineExecutionId: () => execution.id,
    PipelineExecutionArn: () => execution.PipelineExecutionArn,
    StartDateTime: () => new Date(execution.createdAt * 1000).toISOString(),
    CurrentDateTime: () => new Date(context.now() * 1000).toISOString(),
  };
  const properties = (name: string): unknown => {
    const state = execution.steps[name];
    if (state?.status !== 'Succeeded') return undefined;
    return definition.steps.get(name)?.type === 'Condition' ? { Outcome: state.outcome } : state.properties;
  };
  return {
    parameter(name) {
      const declared = definition.parameters.get(name);
      const value = execution.parameters[name];
      return declared === undefined || value === undefined ? undefined : { type: declared.type, value };
    },
    execution: (name) => variables[name]?.(),
    properties,
    propertyFile(step, name) {
      const file = definition.steps.get(step)?.propertyFiles.find((each) => each.name === name);
      if (!file) return undefined;
      const path = parsePath(`ProcessingOutputConfig.Outputs['${file.output}'].S3Output.S3Uri`) ?? [];
      const uri = followPath(properties(step), path);
      return uri === NOT_FOUND ? undefined : `${String(uri).replace(/\/+$/, '')}/${file.path.replace(/^\/+/, '')}`;
    },
    read: (uri) => context.files.read(uri),
  };
}
