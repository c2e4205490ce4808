import { type Action, GITHUB_INPUTS, LABEL_INPUTS, PROJECT_INPUTS } from '../action.ts';
import { eventNumber, issueNumber } from '../issue-number.ts';
import { projectInput } from '../project-input.ts';

export const approve: Action = {
  description: 'Approves or rejects exactly the model that was reported where the label was set.',
  inputs: {
    ...PROJECT_INPUTS,
    number: { description: 'Pull request or issue with the label; default: that of the event.' },
    ...LABEL_INPUTS,
    ...GITHUB_INPUTS,
  },
  outputs: {
    'package-arn': 'ARN of the model package.',
    status: 'Its approval status after this.',
  },
  async run(context) {
    const { approve: verb } = await import('../../src/verbs/approve.ts');
    const number = context.input('number');
    const result = await verb(
      {
        ...projectInput(context),
        number: number === undefined ? eventNumber(context.job) : issueNumber(number),
        approveLabel: context.input('approve-label') ?? '',
        rejectLabel: context.input('reject-label') ?? '',
        runUrl: context.job.runUrl,
      },
      context.ports,
      await context.github(),
    );
    return { result, outputs: { 'package-arn': result.facts.package, status: result.facts.status } };
  },
};
