/**
 * How exact a duration is shown. `tenth`: one decimal below ten seconds. `second`: whole seconds below an hour.
 * `rough`: whole minutes from one minute on, and at least one second.
 */
export type DurationPrecision = 'tenth' | 'second' | 'rough';

/**
 * A duration for a person: `9.4 s`, `40 s`, `2 min 5 s`, `1 h 2 min`. It is rounded to its smallest unit before it is
 * split into units, so that no unit ever shows 60. A negative duration is shown as zero.
 * @param seconds a finite number
 */
export function formatDuration(seconds: number, precision: DurationPrecision = 'second'): string {
  if (precision === 'tenth' && seconds < 9.95) return `${Math.max(0, seconds).toFixed(1)} s`;
  const whole = Math.max(precision === 'rough' ? 1 : 0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.round(seconds / 60);
  if (precision === 'rough' && minutes < 60) return `${minutes} min`;
  if (precision !== 'rough' && whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
