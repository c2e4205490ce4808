import { Option } from 'commander';
import { projectInput, type VerbCommand } from '../command.ts';
import { repositoryOf, repositoryOption } from '../provenance.ts';

export const planCommand: VerbCommand = {
  name: 'plan',
  summary: 'show what a change does in each environment before it is merged',
  examples: ['plan --base origin/main', 'plan --offline', 'plan --environment dev --out plan.json'],
  configure(command) {
    repositoryOption(command);
    command
      .option('--base <commit>', 'compare with this commit (default: where HEAD left the default branch)')
      .option('--head <commit>', 'the change (default: the files as they are)')
      .option('--offline', 'from the files alone: no AWS, no Presto')
      .option('--out <file>', 'also write the plan with its receipts, which train and deploy take as --plan')
      .addOption(
        new Option('--format <name>', 'how the plan is printed').choices(['terminal', 'markdown']).default('terminal'),
      );
  },
  async run(options, _args, context) {
    const { plan } = await import('../../verbs/plan.ts');
    const result = await plan(
      {
        ...projectInput(options, context),
        ...repositoryOf(options, context),
        offline: options.offline === true,
        ...(options.base === undefined ? {} : { base: String(options.base) }),
        ...(options.head === undefined ? {} : { head: String(options.head) }),
      },
      context.ports,
    );
    const made = result.facts.plan;
    if (options.out !== undefined) {
      const { writePlan } = await import('../write-plan.ts');
      writePlan(String(options.out), made, context.env.MLOPS_PLAN_KEY);
    }
    if (options.format === 'markdown') {
      const { planMarkdown } = await import('../../report/plan/markdown.ts');
      return { result, text: planMarkdown(made).trimEnd() };
    }
    const { planTerminal } = await import('../../report/plan/terminal.ts');
    const { isTTY, columns } = process.stdout;
    const color = isTTY === true && context.env.NO_COLOR === undefined;
    return { result, text: planTerminal(made, { color, width: columns ?? 100 }).trimEnd() };
  },
};
