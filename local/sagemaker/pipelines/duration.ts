const DURATION = /^P?(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/i;
const DAY = 86_400;

/**
 * Gives the seconds of an ISO 8601 duration: `P30D`, `PT1H`. It also reads the forms without P that the developer guide
 * shows (`30d`, `T16m`, `30dT5h`). A year counts as 365 days and a month as 30.
 * @returns undefined when the text is not a duration
 */
export function durationSeconds(text: string): number | undefined {
  const match = DURATION.exec(text.trim());
  if (!match) return undefined;
  const amounts = match.slice(1).map((amount) => (amount === undefined ? undefined : Number(amount)));
  if (amounts.every((amount) => amount === undefined)) return undefined;
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = amounts;
  return (years * 365 + months * 30 + weeks * 7 + days) * DAY + hours * 3600 + minutes * 60 + seconds;
}
