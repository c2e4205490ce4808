import type { JobLogs } from '../../ports/job-logs.ts';
import { allPages, clientSettings, once } from './client.ts';
import { attempt, find } from './errors.ts';

/** Log groups that SageMaker writes to (Amazon SageMaker developer guide, "Log groups and streams"). */
const GROUPS = {
  processing: '/aws/sagemaker/ProcessingJobs',
  training: '/aws/sagemaker/TrainingJobs',
  transform: '/aws/sagemaker/TransformJobs',
} as const;

/** Job logs over Amazon CloudWatch Logs: the streams of a job begin with its name and a slash. */
export function cloudWatchJobLogs(region: string): JobLogs {
  const client = once(
    async () => new (await import('@aws-sdk/client-cloudwatch-logs')).CloudWatchLogs(clientSettings(region)),
  );
  return {
    async tail(job, lines) {
      const logGroupName = GROUPS[job.kind];
      const streams = await find(`list the logs of ${job.name}`, async () =>
        allPages(
          async (token) =>
            (await client()).describeLogStreams({
              logGroupName,
              logStreamNamePrefix: `${job.name}/`,
              ...(token === undefined ? {} : { nextToken: token }),
            }),
          (page) => page.logStreams,
          (page) => page.nextToken,
        ),
      );
      const events: Array<{ at: number; text: string }> = [];
      for (const { logStreamName } of streams ?? []) {
        if (logStreamName === undefined) continue;
        const page = await attempt(`read the log ${logStreamName}`, async () =>
          (await client()).getLogEvents({ logGroupName, logStreamName, startFromHead: false, limit: lines }),
        );
        for (const event of page.events ?? []) events.push({ at: event.timestamp ?? 0, text: event.message ?? '' });
      }
      // Stable sort: lines of one millisecond stay in the order of their stream.
      return events
        .sort((a, b) => a.at - b.at)
        .slice(-lines)
        .map((event) => event.text.trimEnd());
    },
  };
}
