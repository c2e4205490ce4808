import { type Config, type Environment, type QuerySource, queryPosition } from '../config/index.ts';
import type { DesiredPipeline, SourcePackage } from '../desired/index.ts';
import type { Place } from '../finding.ts';
import { type Settings, settingsOf } from './settings.ts';

/** One environment as the files of one commit (or of a working tree) have it. */
export interface EnvironmentState {
  name: string;
  account: string;
  region: string;
  config: Config;
  /** Null in a project that has no folder of environments: then `name` is `default`. */
  environment: Environment | null;
  settings: Settings;
  /** The container scripts as they are packed; null when they cannot be. */
  source: SourcePackage | null;
  /** Where the scripts lie, relative to the root of the repository; null when that is outside of it. */
  source_folder: string | null;
  /** Null when it cannot be made; a finding says why. */
  training: DesiredPipeline | null;
  batch: DesiredPipeline | null;
  /** Place of a value by its dotted path, or of what it is part of; null for a default. */
  place(path: string): Place | null;
  /** Path of a file, as the configuration names it, relative to the root of the repository. */
  file(name: string): string;
  query(which: 'training' | 'batch'): { sql: string; source: QuerySource };
  /** Place in the repository of a piece of a query's text. */
  sqlPlace(which: 'training' | 'batch', at: { offset: number; length: number }): Place | null;
}

/** Name of the only environment of a project that has no folder of environments. */
export const DEFAULT_ENVIRONMENT = 'default';

/** All environments, sources first. */
export interface ProjectState {
  environments: readonly EnvironmentState[];
}

/** Fills in what follows from the rest. */
export function environmentState(
  parts: Omit<EnvironmentState, 'settings' | 'name' | 'query' | 'sqlPlace'>,
): EnvironmentState {
  const { config, environment } = parts;
  const query = (which: 'training' | 'batch') => {
    const step = which === 'training' ? config.training_step : (environment?.batch_transform ?? config.transform_step);
    return { sql: step.query, source: step.query_source };
  };
  return {
    ...parts,
    name: environment?.name ?? DEFAULT_ENVIRONMENT,
    settings: settingsOf(config, environment),
    query,
    sqlPlace(which, { offset, length }) {
      const { sql, source } = query(which);
      const start = queryPosition(source, sql, { offset });
      const end = queryPosition(source, sql, { offset: offset + Math.max(1, length) - 1 });
      return {
        file: parts.file(start.file),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
      };
    },
  };
}
