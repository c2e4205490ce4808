import { PLAN_OPTION, planToVerify, projectInput, type VerbCommand } from '../command.ts';
import { duration } from '../duration.ts';
import { ADOPT_OPTION, provenance, provenanceOptions } from '../provenance.ts';

export const deployCommand: VerbCommand = {
  name: 'deploy',
  summary: 'bring endpoint and batch transform of an environment to what its folder says',
  examples: ['deploy --environment dev --dry-run', 'deploy --environment dev', 'deploy --environment dev --run-batch'],
  requires: ['environment'],
  configure(command) {
    provenanceOptions(command);
    command
      .option(...PLAN_OPTION)
      .option(...ADOPT_OPTION)
      .option('--dry-run', 'show what would be done, and do nothing')
      .option('--run-batch', 'also run the batch transform once, and check its output row for row')
      .option('--run-key <text>', 'tells batch runs of one commit apart: the date of a scheduled run')
      .option('--timeout <duration>', 'how long to wait; the work goes on (90s, 30m, 2h)', duration);
  },
  async run(options, _args, context) {
    const { deploy } = await import('../../verbs/deploy.ts');
    const { changeLines } = await import('../../plan/change.ts');
    const result = await deploy(
      {
        ...projectInput(options, context),
        ...(await provenance(options, context)),
        ...planToVerify(options, context),
        environment: String(options.environment),
        dryRun: options.dryRun === true,
        adopt: options.adopt === true,
        runBatch: options.runBatch === true,
        ...(options.runKey === undefined ? {} : { runKey: String(options.runKey) }),
        ...(options.timeout === undefined ? {} : { timeout: Number(options.timeout) }),
      },
      context.ports,
    );
    const { batch, changes } = result.facts;
    const sample = batch.run === null ? [] : ['', 'First rows of the output:', ...batch.run.output.sample];
    return { result, text: [...changeLines(changes), ...sample, '', result.summary].join('\n') };
  },
};
