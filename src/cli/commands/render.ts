import { projectInput, type VerbCommand } from '../command.ts';

const command = (pipeline: 'training' | 'batch'): VerbCommand => ({
  name: `render ${pipeline}`,
  summary: `print the definition of the ${pipeline} pipeline: no network, no credentials`,
  examples: [`render ${pipeline} --environment dev`],
  async run(options, _args, context) {
    const { render } = await import('../../verbs/render.ts');
    const result = await render({ ...projectInput(options, context), pipeline }, context.log);
    return { result, text: JSON.stringify(result.facts.definition, null, 2) };
  },
});

export const renderTraining = command('training');
export const renderBatch = command('batch');
