/** What the schedule of an endpoint's scaling may say, and when it is. */

/** The units that `Intl` gives, as the fields of a date. */
const PARTS = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const;

/** True for a time zone of the IANA database. */
export function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    // `+02:00` is a zone for Intl, and none for AWS.
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}

/**
 * The moment of a local time such as `2026-12-18T18:00`, in milliseconds; NaN when there is no such date. A time that a change of
 * the clocks leaves out is taken as the time after the change.
 */
export function momentOf(at: string, timezone: string): number {
  const asUtc = Date.parse(`${at}Z`);
  if (Number.isNaN(asUtc)) return Number.NaN;
  const written = at.length === 16 ? `${at}:00` : at;
  // 2026-02-30 becomes 2026-03-02 for some engines.
  if (new Date(asUtc).toISOString().slice(0, 19) !== written) return Number.NaN;
  const guess = asUtc - offsetOf(asUtc, timezone);
  return asUtc - offsetOf(guess, timezone);
}

/** How far the local time is ahead of UTC at a moment, in milliseconds. */
function offsetOf(moment: number, timezone: string): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const fields = new Map(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = PARTS.map((part) => fields.get(part));
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(moment / 1000) * 1000;
}

const CRON_FIELD = /^[0-9A-Za-z*?,/#-]+$/;

/**
 * What is wrong with a cron expression; undefined for a right one. Application Auto Scaling takes six fields (user guide,
 * "Schedule recurring scaling actions using cron expressions"), and one of the two days is `?` (EventBridge user guide, "Cron
 * expressions reference", which that page refers to).
 */
export function cronProblem(cron: string): { message: string; way_out: string } | undefined {
  const fields = cron.trim().split(/\s+/);
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = ''] = fields;
  if (fields.length === 5) {
    const days = dayOfWeek === '*' ? `${dayOfMonth} ${month} ?` : `? ${month} ${dayOfWeek}`;
    return {
      message: `has 5 fields; Application Auto Scaling takes 6: minute, hour, day of month, month, day of week, year`,
      way_out: `Write "${minute} ${hour} ${days} *". Days of the week count from 1, which is Sunday; MON to FRI are clearer.`,
    };
  }
  if (fields.length !== 6 || !fields.every((field) => CRON_FIELD.test(field))) {
    return {
      message: `"${cron}" is not a cron expression of 6 fields: minute, hour, day of month, month, day of week, year`,
      way_out: 'Write for example "0 8 ? * MON-FRI *".',
    };
  }
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) {
    return {
      message: 'has to have ? as the day of the month or as the day of the week, and not as both',
      way_out: 'Write for example "0 8 ? * MON-FRI *" or "0 8 1 * ? *".',
    };
  }
  return undefined;
}
