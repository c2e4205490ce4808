import { type Config, type Environment, type QuerySource, type QuerySources, queryPosition } from '../config/index.ts';
import type { DesiredPipeline, SourcePackage } from '../desired/index.ts';
import type { Failure } from '../failure.ts';
import type { Place } from '../finding.ts';
import { type Settings, settingsOf } from './settings.ts';

/** One environment in the files of one commit or of a work tree. */
export interface EnvironmentState {
  name: string;
  account: string;
  region: string;
  /** Folder of config.yml in the repository, `/` between folders; `.` for the root. */
  project_folder: string;
  config: Config;
  /** Null in a project without a folder of environments: then `name` is `default`. */
  environment: Environment | null;
  /** Where the SQL of both queries is in the files. */
  sources: QuerySources;
  settings: Settings;
  /** The container scripts, packed; null when they cannot be packed. */
  source: SourcePackage | null;
  /** Folder of the scripts below the root of the repository; null when it is outside of it. */
  source_folder: string | null;
  /** Null when it cannot be made; `failures` and a finding say why. */
  training: DesiredPipeline | null;
  batch: DesiredPipeline | null;
  /** Why the source package or a pipeline cannot be made. */
  failures: readonly Failure[];
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

/** Completes a state with everything that follows from its parts. */
export function environmentState(
  parts: Omit<EnvironmentState, 'settings' | 'name' | 'query' | 'sqlPlace'>,
): EnvironmentState {
  const { config, environment } = parts;
  const query = (which: 'training' | 'batch') => {
    const step = which === 'training' ? config.training_step : (environment?.batch_transform ?? config.transform_step);
    return { sql: step.query, source: parts.sources[which] };
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

/** The file that pins a model, for messages: relative to the root of the repository. */
export function pinFile({ name, place }: EnvironmentState, part: 'endpoint' | 'batch_transform'): string {
  return place(`environment.${part}.model`)?.file ?? `the environment ${name}`;
}
