import type { Config } from '../config/index.ts';

/** The window of a batch run that ends now. It is `transform_step.num_hours_to_go_back` long, in whole seconds of UTC. */
export function batchWindow(config: Config, now: Date): { StartTimeUtc: string; EndTimeUtc: string } {
  const end = Math.floor(now.getTime() / 1000);
  const start = end - Math.round(config.transform_step.num_hours_to_go_back * 3600);
  return { StartTimeUtc: formatUtc(start), EndTimeUtc: formatUtc(end) };
}

/** `2026-11-22 14:00:00`, the form of the published notebooks and of a Presto timestamp. */
function formatUtc(epochSeconds: number): string {
  return new Date(epochSeconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
}
