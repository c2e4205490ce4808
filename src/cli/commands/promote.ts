import { projectInput, type VerbCommand } from '../command.ts';
import { gitHubFrom, gitHubOptions } from '../github.ts';
import { positiveInteger } from '../positive-integer.ts';

export const promoteCommand: VerbCommand = {
  name: 'promote',
  summary: 'offer a model to an environment: a pull request that moves the pin in its folder',
  examples: ['promote --environment staging', 'promote --environment dev --model-version 7'],
  requires: ['environment'],
  configure(command) {
    command.option(
      '--model-version <n>',
      'version in the package group; default: what the environment before pins, or the newest approved',
    );
    gitHubOptions(command);
  },
  async run(options, _args, context) {
    const { promote } = await import('../../verbs/promote.ts');
    const result = await promote(
      {
        ...projectInput(options, context),
        environment: String(options.environment),
        repositoryRoot: context.cwd,
        ...(options.modelVersion === undefined
          ? {}
          : { version: positiveInteger(options.modelVersion, '--model-version') }),
      },
      context.ports,
      await gitHubFrom(options, context),
    );
    return { result };
  },
};
