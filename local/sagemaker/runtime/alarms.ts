import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';

/** Alarms of CloudWatch by name. */
export interface Alarms {
  /** Reads the state of each alarm that exists: OK, ALARM or INSUFFICIENT_DATA. */
  states(names: readonly string[]): Promise<Map<string, string>>;
}

/** Reads alarms from the CloudWatch at an endpoint. Without an endpoint, each read fails. */
export class CloudWatchAlarms implements Alarms {
  readonly #client: CloudWatchClient | undefined;

  constructor(options: {
    readonly region: string;
    readonly endpoint: string | undefined;
    readonly credentials: { accessKeyId: string; secretAccessKey: string };
  }) {
    const { region, endpoint, credentials } = options;
    this.#client =
      endpoint === undefined ? undefined : new CloudWatchClient({ region, endpoint, credentials, maxAttempts: 2 });
  }

  async states(names: readonly string[]): Promise<Map<string, string>> {
    if (names.length === 0) return new Map();
    if (!this.#client) throw new Error('AWS_ENDPOINT_URL_CLOUDWATCH is not set, so alarms cannot be read');
    // A deployment configuration has at most ten alarms, so one page contains them all.
    const response = await this.#client.send(
      new DescribeAlarmsCommand({
        AlarmNames: [...names],
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
        MaxRecords: 100,
      }),
    );
    const alarms = [...(response.MetricAlarms ?? []), ...(response.CompositeAlarms ?? [])];
    return new Map(alarms.map((alarm) => [alarm.AlarmName ?? '', alarm.StateValue ?? 'INSUFFICIENT_DATA']));
  }
}
