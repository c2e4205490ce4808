import { Failure } from '../../failure.ts';
import { projectInput, type VerbCommand } from '../command.ts';
import { forge, forgeOptions } from '../forge.ts';
import { positiveInteger } from '../positive-integer.ts';

export const promoteCommand: VerbCommand = {
  name: 'promote',
  summary: 'offer a model to an environment: a pull request that moves the pin in its folder',
  configure(command) {
    command.option(
      '--model-version <n>',
      'version in the package group; default: what the environment before pins, or the newest approved',
    );
    forgeOptions(command);
  },
  async run(options, _args, context) {
    const { promote } = await import('../../verbs/promote.ts');
    if (options.environment === undefined)
      throw new Failure('usage', 'promote needs --environment', { wayOut: 'Say where to: --environment dev.' });
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
      await forge(options, context),
    );
    return { result };
  },
};
