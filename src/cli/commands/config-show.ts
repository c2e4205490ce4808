import { projectInput, type VerbCommand } from '../command.ts';

export const configShowCommand: VerbCommand = {
  name: 'config show',
  summary: 'print the configuration with every default filled in',
  configure(command) {
    command.option('--origins', 'say where each value comes from');
  },
  async run(options, _args, context) {
    const { configShow, configLines } = await import('../../verbs/config-show.ts');
    const result = configShow(projectInput(options, context), context.log);
    return { result, text: configLines(result.facts, options.origins === true) };
  },
};
