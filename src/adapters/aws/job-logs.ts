import type { JobLogs, LogOwner } from '../../ports/job-logs.ts';
import { allPages, clientSettings, once } from './client.ts';
import { callAws, describeIfExists } from './errors.ts';

/** Log groups that SageMaker writes to (Amazon SageMaker developer guide, "Log groups and streams"). */
const GROUPS = {
  processing: '/aws/sagemaker/ProcessingJobs',
  training: '/aws/sagemaker/TrainingJobs',
  transform: '/aws/sagemaker/TransformJobs',
} as const;

/**
 * Where the containers of a job or an endpoint write. Each endpoint has a log group; the streams of a job begin with
 * its name.
 */
const streamsOf = ({ kind, name }: LogOwner) =>
  kind === 'endpoint'
    ? { logGroupName: `/aws/sagemaker/Endpoints/${name}` }
    : { logGroupName: GROUPS[kind], logStreamNamePrefix: `${name}/` };

/** Job logs over Amazon CloudWatch Logs. */
export function cloudWatchJobLogs(region: string): JobLogs {
  const client = once(
    async () => new (await import('@aws-sdk/client-cloudwatch-logs')).CloudWatchLogs(clientSettings(region)),
  );
  return {
    async tail(of, lines) {
      const owner = streamsOf(of);
      const streams = await describeIfExists(`list the logs of ${of.name}`, async () =>
        allPages(
          async (token) =>
            (await client()).describeLogStreams({
              ...owner,
              ...(token === undefined ? {} : { nextToken: token }),
            }),
          (page) => page.logStreams,
          (page) => page.nextToken,
        ),
      );
      const events: Array<{ at: number; text: string }> = [];
      for (const { logStreamName } of streams ?? []) {
        if (logStreamName === undefined) continue;
        const page = await callAws(`read the log ${logStreamName}`, async () =>
          (await client()).getLogEvents({
            logGroupName: owner.logGroupName,
            logStreamName,
            startFromHead: false,
            limit: lines,
          }),
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
