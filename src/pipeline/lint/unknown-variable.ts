import type { Rule } from './finding.ts';
import { references } from './walk.ts';

/** Developer Guide, "Execution variables". */
const VARIABLES = [
  'StartDateTime',
  'CurrentDateTime',
  'PipelineName',
  'PipelineArn',
  'PipelineExecutionId',
  'PipelineExecutionArn',
  'TrainingJobName',
  'ProcessingJobName',
];

/** A `Get` starts with Parameters, Steps or Execution, and an execution has a fixed set of variables. */
export const unknownVariable: Rule = (definition) =>
  references(definition).flatMap(({ get, path }) => {
    const [root = '', rest = ''] = get.split(/\.(.*)/s);
    if (root === 'Parameters' || root === 'Steps') return [];
    if (root === 'Execution' && VARIABLES.includes(rest)) return [];
    return {
      rule: 'unknown-variable',
      path,
      message: `${get} is not a variable of an execution`,
      wayOut: `Use Parameters.<name>, Steps.<name>.<property>, or Execution. with one of ${VARIABLES.join(', ')}.`,
    };
  });
