const FIELDS = ['minutes', 'hours', 'day of month', 'month', 'day of week', 'year'];
const CRON_FIELD = /^[0-9A-Za-z*?,/#LW-]+$/;

/**
 * What is wrong with a schedule of Amazon EventBridge Scheduler (user guide, "Schedule types"): `cron(…)` with six
 * fields, one of the two days being `?`, or `rate(value unit)`.
 */
export function scheduleProblem(text: string): string | undefined {
  const rate = /^rate\((\d+) (minute|minutes|hour|hours|day|days)\)$/.exec(text);
  if (rate) return Number(rate[1]) > 0 ? undefined : 'the rate must be at least 1';
  const cron = /^cron\((.*)\)$/.exec(text);
  if (!cron) {
    const fields = text.trim().split(/\s+/);
    const five = fields.length === 5 && fields.every((field) => CRON_FIELD.test(field));
    return `must be cron(…) or rate(…)${five ? `; EventBridge has six fields: ${asEventBridge(fields)}` : ', for example cron(0 6 * * ? *) or rate(1 day)'}`;
  }
  const fields = (cron[1] ?? '').trim().split(/\s+/);
  if (fields.length !== FIELDS.length) {
    return `cron(…) has six fields (${FIELDS.join(', ')}), found ${fields.length}`;
  }
  const wrong = fields.findIndex((field) => !CRON_FIELD.test(field));
  if (wrong !== -1) return `${fields[wrong]} is not valid for the ${FIELDS[wrong]}`;
  if ((fields[2] === '?') === (fields[4] === '?'))
    return 'one of day of month and day of week must be ?, the other not';
  return undefined;
}

/** The common five fields in EventBridge's way: one of the two days is `?`, Sunday is 1. */
function asEventBridge([minute, hour, day, month, weekday]: string[]): string {
  const days =
    weekday === '*' ? [day, '?'] : ['?', weekday?.replace(/\d/g, (digit) => String((Number(digit) % 7) + 1))];
  return `cron(${minute} ${hour} ${days[0]} ${month} ${days[1]} *)`;
}
