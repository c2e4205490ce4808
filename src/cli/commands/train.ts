import { heldTo, PLAN_OPTION, projectInput, type VerbCommand } from '../command.ts';
import { duration } from '../duration.ts';
import { provenance, provenanceOptions } from '../provenance.ts';

export const trainCommand: VerbCommand = {
  name: 'train',
  summary: 'upsert the training pipeline, run it once for this commit, and wait for the registered model',
  configure(command) {
    provenanceOptions(command);
    command
      .option(...PLAN_OPTION)
      .option('--run-key <text>', 'tells runs of one commit apart: the date of a scheduled run')
      .option('--retry', 'run the failed steps of an earlier attempt again')
      .option('--timeout <duration>', 'how long to wait; the run goes on (90s, 30m, 5h)', duration);
  },
  async run(options, _args, context) {
    const { stepTable, train } = await import('../../verbs/train.ts');
    const result = await train(
      {
        ...projectInput(options, context),
        ...(await provenance(options, context)),
        ...heldTo(options, context),
        retry: options.retry === true,
        ...(options.runKey === undefined ? {} : { runKey: String(options.runKey) }),
        ...(options.timeout === undefined ? {} : { timeout: Number(options.timeout) }),
      },
      context.ports,
    );
    const { run } = result.facts;
    return run === null ? { result } : { result, text: `${stepTable(run)}\n\n${result.summary}` };
  },
};
