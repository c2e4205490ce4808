import { projectInput, type VerbCommand } from '../command.ts';
import { gitHubFrom, gitHubOptions, labelOptions } from '../github.ts';
import { positiveInteger } from '../positive-integer.ts';

export const approveCommand: VerbCommand = {
  name: 'approve',
  summary: 'approve or reject the model that was reported on a pull request or issue, as its label asks',
  examples: ['approve 12 --environment dev'],
  configure(command) {
    command.argument('<number>', 'pull request or issue that carries the label');
    labelOptions(command);
    gitHubOptions(command);
  },
  async run(options, [number], context) {
    const { approve } = await import('../../verbs/approve.ts');
    const result = await approve(
      {
        ...projectInput(options, context),
        number: positiveInteger(number, '<number>'),
        approveLabel: String(options.approveLabel),
        rejectLabel: String(options.rejectLabel),
      },
      context.ports,
      await gitHubFrom(options, context),
    );
    return { result };
  },
};
