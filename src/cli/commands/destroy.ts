import { projectInput, type VerbCommand } from '../command.ts';
import { duration } from '../duration.ts';
import { ADOPT_OPTION, repositoryOf, repositoryOption } from '../provenance.ts';

export const destroyCommand: VerbCommand = {
  name: 'destroy',
  summary: 'remove what was deployed to an environment; without --yes only list it',
  examples: ['destroy --environment dev', 'destroy --environment dev --yes'],
  requires: ['environment'],
  configure(command) {
    repositoryOption(command);
    command
      .option(...ADOPT_OPTION)
      .option('--yes', 'really remove it')
      .option('--registry', 'also remove the model package group with all its versions')
      .option('--timeout <duration>', 'how long to wait for the endpoint to go (90s, 30m)', duration);
  },
  async run(options, _args, context) {
    const { destroy } = await import('../../verbs/destroy.ts');
    const { changeLines } = await import('../../plan/change.ts');
    const result = await destroy(
      {
        ...projectInput(options, context),
        environment: String(options.environment),
        ...repositoryOf(options, context),
        adopt: options.adopt === true,
        yes: options.yes === true,
        registry: options.registry === true,
        ...(options.timeout === undefined ? {} : { timeout: Number(options.timeout) }),
      },
      context.ports,
    );
    return { result, text: [...changeLines(result.facts.changes), '', result.summary].join('\n').trimStart() };
  },
};
