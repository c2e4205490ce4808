import { logText } from '../../log-text.ts';
import { PLAN_OPTION, planToVerify, projectInput, type VerbCommand } from '../command.ts';
import { duration } from '../duration.ts';
import { ADOPT_OPTION, provenance, provenanceOptions } from '../provenance.ts';

export const trainCommand: VerbCommand = {
  name: 'train',
  summary: 'create or update the training pipeline, run it once for this commit, and wait for the registered model',
  examples: ['train --environment dev', 'train --environment dev --plan plan.json', 'train --retry'],
  configure(command) {
    provenanceOptions(command);
    command
      .option(...PLAN_OPTION)
      .option(...ADOPT_OPTION)
      .option('--run-key <text>', 'tells runs of one commit apart: the date of a scheduled run')
      .option('--retry', 'run the failed steps of an earlier attempt again')
      .option('--timeout <duration>', 'how long to wait; the run goes on (90s, 30m, 5h)', duration);
  },
  async run(options, _args, context) {
    const { train } = await import('../../verbs/train.ts');
    const { trainingText } = await import('../../report/training-text.ts');
    const result = await train(
      {
        ...projectInput(options, context),
        ...(await provenance(options, context)),
        ...planToVerify(options, context),
        retry: options.retry === true,
        adopt: options.adopt === true,
        ...(options.runKey === undefined ? {} : { runKey: String(options.runKey) }),
        ...(options.timeout === undefined ? {} : { timeout: Number(options.timeout) }),
      },
      context.ports,
    );
    const { run } = result.facts;
    if (run === null) return { result };
    return { result, text: logText([trainingText(run), result.summary, nextSteps(run.execution.arn)].join('\n\n')) };
  },
};

function nextSteps(execution: string): string {
  return [
    'Next:',
    `  mlops report ${execution}           shows the whole report`,
    `  mlops report ${execution} --post    posts it; a label there approves the model`,
  ].join('\n');
}
