import { projectInput, type VerbCommand } from '../command.ts';

export const invokeCommand: VerbCommand = {
  name: 'invoke',
  summary: 'send rows to the endpoint of an environment and print what it predicts',
  examples: ['invoke --environment dev --file rows.csv'],
  requires: ['environment'],
  configure(command) {
    command
      .requiredOption('-f, --file <path>', 'rows to predict, - for standard input')
      .option('--content-type <type>', 'how the rows are written', 'text/csv')
      .option('--accept <type>', 'how the predictions are to be written', 'text/csv');
  },
  async run(options, _args, context) {
    const { invoke } = await import('../../verbs/invoke.ts');
    const result = await invoke(
      {
        ...projectInput(options, context),
        environment: String(options.environment),
        file: String(options.file),
        contentType: String(options.contentType),
        accept: String(options.accept),
      },
      context.ports,
    );
    return { result, text: result.facts.body.trimEnd() };
  },
};
