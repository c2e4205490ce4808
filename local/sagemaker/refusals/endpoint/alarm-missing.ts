import type { AccountRefusal } from '../account-refusal.ts';

export const alarmMissing: AccountRefusal = {
  name: 'alarm-missing',
  operations: ['CreateEndpoint', 'UpdateEndpoint'],
  rule: 'The alarms that roll a deployment back are in the account.',
  source: 'API reference, AutoRollbackConfig.Alarms',
  confidence: 'inferred',
  find: async (request, context) => {
    const alarms = request.at('DeploymentConfig.AutoRollbackConfiguration.Alarms');
    const names = alarms.items.flatMap((alarm) => alarm.at('AlarmName').text ?? []);
    if (names.length === 0) return [];
    // The handler says so when CloudWatch cannot be read.
    const missing = await context.aws.missingAlarms(names).catch(() => []);
    return missing.length > 0
      ? [alarms.refuse(`Could not find alarm(s) [${missing.join(', ')}] of AutoRollbackConfiguration.`)]
      : [];
  },
};
