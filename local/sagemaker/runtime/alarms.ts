import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';

/** Alarms of CloudWatch by name. */
export interface Alarms {
  /** State of each alarm that exists: OK, ALARM or INSUFFICIENT_DATA. */
  states(names: readonly string[]): Promise<Map<string, string>>;
}

/** Reads alarms from the CloudWatch that the environment names. */
export function createAlarms(options: {
  readonly region: string;
  readonly endpoint: string | undefined;
  readonly credentials: { accessKeyId: string; secretAccessKey: string };
}): Alarms {
  const { region, endpoint, credentials } = options;
  const client =
    endpoint === undefined ? undefined : new CloudWatchClient({ region, endpoint, credentials, maxAttempts: 2 });
  return {
    async states(names) {
      if (names.length === 0) return new Map();
      if (!client) throw new Error('AWS_ENDPOINT_URL_CLOUDWATCH is not set, so no alarm can be read');
      // At most ten alarms can be configured, so one page holds them.
      const answer = await client.send(
        new DescribeAlarmsCommand({
          AlarmNames: [...names],
          AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
          MaxRecords: 100,
        }),
      );
      const found = [...(answer.MetricAlarms ?? []), ...(answer.CompositeAlarms ?? [])];
      return new Map(found.map((alarm) => [alarm.AlarmName ?? '', alarm.StateValue ?? 'INSUFFICIENT_DATA']));
    },
  };
}
