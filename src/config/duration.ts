const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/**
 * Seconds of a duration in the form of environment.yml: `30m`, `24h`, `7d`.
 * @throws RangeError for another form; the schema refuses it before
 */
export function durationSeconds(text: string): number {
  const match = /^(\d+)([smhd])$/.exec(text);
  if (!match) throw new RangeError(`not a duration: ${text}`);
  return Number(match[1]) * SECONDS[match[2] as keyof typeof SECONDS];
}
