import type { LintRule } from './finding.ts';
import { references } from './helpers/walk.ts';

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

/** A `Get` reads a parameter, a step, or one of the variables that an execution has. */
export const unknownVariable: LintRule = (definition) =>
  references(definition).flatMap(({ get, path }) => {
    const [root = '', rest = ''] = get.split(/\.(.*)/s);
    if (root === 'Parameters' || root === 'Steps') return [];
    if (root === 'Execution' && VARIABLES.includes(rest)) return [];
    return {
      rule: 'unknown-variable',
      path,
      message: `${get} is not a variable of an execution`,
      way_out: `Use Parameters.<name>, Steps.<name>.<property>, or Execution. with one of ${VARIABLES.join(', ')}.`,
    };
  });
