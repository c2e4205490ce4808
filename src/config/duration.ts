const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** Seconds of a duration as environment.yml writes it: `30m`, `24h`, `7d`. The text has been checked by the schema. */
export function durationSeconds(text: string): number {
  const match = /^(\d+)([smhd])$/.exec(text);
  if (!match) throw new RangeError(`not a duration: ${text}`);
  return Number(match[1]) * SECONDS[match[2] as keyof typeof SECONDS];
}
