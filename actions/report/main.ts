import { type Action, GITHUB_INPUTS, LABEL_INPUTS } from '../action.ts';
import { issueNumber } from '../issue-number.ts';

export const report: Action = {
  description: 'Posts the metrics of a training run as one comment on the pull request of the change, or on an issue.',
  inputs: {
    execution: { description: 'ARN of the pipeline execution, from the action `train`.', required: true },
    number: {
      description:
        'Pull request or issue to post to; default: the pull request that was merged as the commit of the run, else an issue.',
    },
    ...LABEL_INPUTS,
    ...GITHUB_INPUTS,
  },
  outputs: {
    number: 'Pull request or issue that has the report.',
    'comment-url': 'Address of the comment.',
    outcome: 'Outcome of the run.',
  },
  async run(context) {
    const { report: verb } = await import('../../src/verbs/report.ts');
    const number = context.input('number');
    const { result, text } = await verb(
      {
        execution: context.input('execution') ?? '',
        approveLabel: context.input('approve-label') ?? '',
        rejectLabel: context.input('reject-label') ?? '',
        runUrl: context.job.runUrl,
        ...(number === undefined ? {} : { number: issueNumber(number) }),
      },
      context.ports,
      await context.github(),
    );
    const { posted, outcome } = result.facts;
    return {
      result,
      outputs: { number: posted === null ? null : String(posted.number), 'comment-url': posted?.url ?? null, outcome },
      summary: text,
    };
  },
};
