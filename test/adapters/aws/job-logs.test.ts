import { randomBytes } from 'node:crypto';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { cloudWatchJobLogs } from '../../../src/adapters/aws/job-logs.ts';

const logs = cloudWatchJobLogs('us-east-1');
const start = Date.now() - 60_000;
const run = randomBytes(4).toString('hex');

async function write(group: string, stream: string, lines: Array<[number, string]>): Promise<void> {
  const client = new CloudWatchLogs({ region: 'us-east-1' });
  await client.createLogGroup({ logGroupName: group }).catch(() => undefined);
  await client.createLogStream({ logGroupName: group, logStreamName: stream });
  await client.putLogEvents({
    logGroupName: group,
    logStreamName: stream,
    logEvents: lines.map(([at, message]) => ({ timestamp: start + at, message })),
  });
}

beforeAll(() => {
  if (process.env.AWS_ENDPOINT_URL_CLOUDWATCH_LOGS === undefined)
    throw new Error('Run this with npm test -- test/adapters');
  process.env.AWS_ACCESS_KEY_ID ??= 'testing';
  process.env.AWS_SECRET_ACCESS_KEY ??= 'testing';
});

test('the end of a job is told over all its hosts, in the order of time, and not that of a job with a longer name', async () => {
  const group = '/aws/sagemaker/ProcessingJobs';
  const job = `job-${run}`;
  await write(group, `${job}/algo-1-1`, [
    [1, 'one'],
    [3, 'three\n'],
  ]);
  await write(group, `${job}/algo-2-1`, [[2, 'two']]);
  await write(group, `${job}-2/algo-1-1`, [[9, 'another job']]);
  expect(await logs.tail({ kind: 'processing', name: job }, 2)).toEqual(['two', 'three']);
});

test('an endpoint has a group of its own', async () => {
  const name = `endpoint-${run}`;
  await write(`/aws/sagemaker/Endpoints/${name}`, 'AllTraffic/i-1', [[1, 'ImportError']]);
  expect(await logs.tail({ kind: 'endpoint', name }, 10)).toEqual(['ImportError']);
});

test('no logs are no lines', async () => {
  expect(await logs.tail({ kind: 'endpoint', name: `none-${run}` }, 10)).toEqual([]);
});
