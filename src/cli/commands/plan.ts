import { projectInput, type VerbCommand } from '../command.ts';

export const planCommand: VerbCommand = {
  name: 'plan',
  summary: 'show what a change does in each environment before it is merged',
  configure(command) {
    command
      .option('--base <commit>', 'compare with this commit (default: where HEAD left the default branch)')
      .option('--head <commit>', 'the change (default: the files as they are)')
      .option('--offline', 'from the files alone: no AWS, no Presto');
  },
  async run(options, _args, context) {
    const { plan } = await import('../../verbs/plan.ts');
    const result = await plan(
      {
        ...projectInput(options, context),
        offline: options.offline === true,
        ...(options.base === undefined ? {} : { base: String(options.base) }),
        ...(options.head === undefined ? {} : { head: String(options.head) }),
      },
      context.ports,
    );
    return { result, text: JSON.stringify(result.facts.plan, null, 2) };
  },
};
