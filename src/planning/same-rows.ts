import { canonicalJson } from '../pipeline/canonical.ts';
import type { EnvironmentState } from '../project/environment-state.ts';

/** The settings that decide which rows a training reads, and which of their columns a plan measures. */
const ROWS = [
  'training_step.query',
  'presto.host',
  'presto.port',
  'presto.catalog',
  'presto.schema',
  'training_step.key_column',
  'training_step.sample.rows',
  'training_step.sample.seed',
  'training_step.training_target',
  'training_step.training_features',
];

/** True when base and head read the same rows and measure the same columns. */
export function sameRows(base: EnvironmentState, head: EnvironmentState): boolean {
  const meaning = (state: EnvironmentState, path: string) => canonicalJson(state.settings.get(path)?.meaning ?? null);
  return ROWS.every((path) => meaning(base, path) === meaning(head, path));
}
