import { dirname, isAbsolute, relative, resolve } from 'node:path';
import type { Config, Environment, LoadedValues, Origin } from '../config/index.ts';
import {
  batchPipeline,
  type DesiredPipeline,
  packageSource,
  type SourcePackage,
  trainingPipeline,
} from '../desired/index.ts';
import { Failure } from '../failure.ts';
import type { Place } from '../finding.ts';
import { type EnvironmentState, environmentState } from './environment-state.ts';

/** The files of one environment, decoded. */
export interface LoadedEnvironment extends LoadedValues {
  /** Null without a folder of environments. */
  environment: Environment | null;
}

/** A failure, and the place of the setting that caused it, where that is known. */
export interface PlacedFailure {
  failure: Failure;
  place: Place | null;
}

/** Makes the states of environments out of decoded files. The container scripts are packed once for each folder. */
export class ProjectReading {
  readonly #root: string;
  readonly #file: string;
  readonly #folder: string;
  readonly #sources = new Map<string, SourcePackage | PlacedFailure>();

  /**
   * @param options.root folder that stands for the root of the repository, absolute
   * @param options.file path of config.yml, absolute
   * @param options.folder folder of config.yml in the repository, see `projectFolder`
   */
  constructor({ root, file, folder }: { root: string; file: string; folder: string }) {
    this.#root = root;
    this.#file = file;
    this.#folder = folder;
  }

  /**
   * The state of one environment. What cannot be made of its files is null in the state.
   * @param report called for each reason why a part cannot be made
   */
  state(loaded: LoadedEnvironment & { account: string }, report?: (failure: PlacedFailure) => void): EnvironmentState {
    const { account, config, environment, origins, sources } = loaded;
    const directory = sourceDirectory(config, this.#file);
    const place = placesOf(origins, this.#root);
    const failures: Failure[] = [];
    const note = (placed: PlacedFailure) => {
      failures.push(placed.failure);
      report?.(placed);
    };
    const source = this.#source(directory, place, { note, failures });
    const folder = relative(this.#root, directory).replaceAll('\\', '/');
    const region = environment?.region ?? config.aws.region;
    const context = { account, region, ...(environment === null ? {} : { environment: environment.name }) };
    const make = (pipeline: (source: SourcePackage) => DesiredPipeline): DesiredPipeline | null =>
      source === null ? null : orNote(() => pipeline(source), null, note);
    return environmentState({
      account,
      region,
      project_folder: this.#folder,
      config,
      environment,
      sources,
      source,
      failures,
      source_folder: folder.startsWith('..') || isAbsolute(folder) ? null : folder,
      place,
      file: (name: string) => pathInRepository(name, this.#root),
      training: make((packed) => trainingPipeline(config, { ...context, source: packed })),
      batch: make((packed) => batchPipeline(config, environment ?? undefined, { ...context, source: packed })),
    });
  }

  /** A folder that several environments share is packed once, and its failure is reported once. */
  #source(
    directory: string,
    place: (path: string) => Place | null,
    { note, failures }: { note: (failure: PlacedFailure) => void; failures: Failure[] },
  ): SourcePackage | null {
    const known = this.#sources.get(directory);
    if (known !== undefined) {
      if (!('failure' in known)) return known;
      failures.push(known.failure);
      return null;
    }
    const at = place('scripts.source_dir') ?? place('scripts');
    const source = orNote(
      () => packageSource(directory),
      at,
      (placed) => {
        this.#sources.set(directory, placed);
        note(placed);
      },
    );
    if (source !== null) this.#sources.set(directory, source);
    return source;
  }
}

function orNote<T>(make: () => T, place: Place | null, note: (failure: PlacedFailure) => void): T | null {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    note({ failure: error, place });
    return null;
  }
}

/** `scripts.source_dir` as an absolute path; it is relative to the file that names it. */
function sourceDirectory(config: Config, configFile: string): string {
  return resolve(dirname(configFile), config.scripts.source_dir);
}

/** A path below the root, `/` between folders. A path outside of it stays as it is. */
export function pathInRepository(file: string, root: string): string {
  const path = relative(root, resolve(root, file)).replaceAll('\\', '/');
  return path.startsWith('../') ? file : path;
}

/** The place of a value: its own, that of its first part that is written, or that of the nearest section around it. */
function placesOf(origins: ReadonlyMap<string, Origin>, root: string): (path: string) => Place | null {
  const firstParts = new Map<string, Origin>();
  for (const [path, origin] of origins) {
    const whole = parentOf(path);
    if (isWritten(origin) && !origins.has(whole) && !firstParts.has(whole)) firstParts.set(whole, origin);
  }
  return (path) => {
    for (let at = path; at !== ''; at = parentOf(at)) {
      const origin = origins.get(at) ?? firstParts.get(at);
      if (origin === undefined) continue;
      if (!isWritten(origin)) return null;
      return { file: pathInRepository(origin.file, root), line: origin.line, column: origin.column };
    }
    return null;
  };
}

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('.')));

/** True for a value that stands in a line of a file. */
function isWritten(origin: Origin): origin is { file: string; line: number; column: number } {
  return origin !== 'default' && !('variable' in origin) && origin.line !== 0;
}
