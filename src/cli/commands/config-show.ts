import { projectInput, type VerbCommand } from '../command.ts';

export const configShowCommand: VerbCommand = {
  name: 'config show',
  summary: 'print the configuration with every default filled in',
  examples: ['config show', 'config show --environment dev --origins'],
  configure(command) {
    command.option('--origins', 'show where each value comes from');
  },
  async run(options, _args, context) {
    const { configShow } = await import('../../verbs/config-show.ts');
    return configShow({ ...projectInput(options, context), origins: options.origins === true }, context.log);
  },
};
