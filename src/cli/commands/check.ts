import { projectInput, type VerbCommand } from '../command.ts';

export const checkCommand: VerbCommand = {
  name: 'check',
  summary: 'find every mistake in the files: no network, no credentials, no git',
  examples: ['check', 'check --environment dev'],
  async run(options, _args, context) {
    const { check } = await import('../../verbs/check.ts');
    const { findingText } = await import('../finding-text.ts');
    const result = await check(projectInput(options, context), context.ports.clock.now());
    const { findings, root } = result.facts;
    const blocks = findings.map((finding) => findingText(finding, { root, cwd: context.cwd }));
    return { result, text: [...blocks, result.summary].join('\n') };
  },
};
