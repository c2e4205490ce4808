import { Failure } from '../../failure.ts';
import { logText } from '../../log-text.ts';
import { withoutMarker } from '../../report/marker.ts';
import type { VerbCommand } from '../command.ts';
import { gitHubFrom, gitHubOptions, labelOptions } from '../github.ts';
import { positiveInteger } from '../positive-integer.ts';

export const reportCommand: VerbCommand = {
  name: 'report',
  summary: 'write the metrics of a training run as Markdown, and post them with --post',
  examples: [
    'report arn:aws:sagemaker:us-east-1:123456789012:pipeline/NAME/execution/ID',
    'report EXECUTION_ARN --post',
  ],
  configure(command) {
    command
      .argument('<execution>', 'ARN of the pipeline execution')
      .option('--post', 'post it where the change was discussed')
      .option('--number <n>', 'post it on this pull request or issue');
    labelOptions(command);
    gitHubOptions(command);
  },
  async run(options, [execution = ''], context) {
    const { report } = await import('../../verbs/report.ts');
    const post = options.post === true || options.number !== undefined;
    if (execution === '') throw new Failure('usage', 'report needs the ARN of an execution');
    const { result, text } = await report(
      {
        execution,
        approveLabel: String(options.approveLabel),
        rejectLabel: String(options.rejectLabel),
        ...(options.number === undefined ? {} : { number: positiveInteger(options.number, '--number') }),
      },
      context.ports,
      post ? await gitHubFrom(options, context) : undefined,
    );
    return { result, text: logText(post ? result.summary : withoutMarker(text).trim()) };
  },
};
