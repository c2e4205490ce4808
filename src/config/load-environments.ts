import { runChecks } from './check.ts';
import { environmentNames } from './config-tree.ts';
import { type Diagnostic, sortDiagnostics } from './diagnostic.ts';
import type { Environment } from './environment-schema.ts';
import { type EnvironmentFiles, readEnvironment } from './judge-environment.ts';
import { type LoadOptions, loadConfig } from './load-config.ts';
import type { Origin } from './origins.ts';
import type { Config } from './schema.ts';

export type LoadedEnvironments =
  | {
      ok: true;
      /** Sources first: an environment comes after the one that it promotes from. */
      environments: { environment: Environment; config: Config; origins: Map<string, Origin> }[];
      /** config.yml by itself, where there is no folder of environments. */
      only?: { config: Config; origins: Map<string, Origin> };
      warnings: Diagnostic[];
    }
  | { ok: false; diagnostics: Diagnostic[] };

/** Reads every folder of `environments/` and checks them against each other: order of promotion, names in one account. */
export function loadEnvironments(options: Omit<LoadOptions, 'environment'>): LoadedEnvironments {
  const names = environmentNames(options.file);
  if (names.length === 0) {
    const loaded = loadConfig(options);
    if (!loaded.ok) return loaded;
    const { config, origins, warnings } = loaded;
    return { ok: true, environments: [], only: { config, origins }, warnings };
  }
  const diagnostics: Diagnostic[] = [];
  const environments: { environment: Environment; config: Config; origins: Map<string, Origin> }[] = [];
  for (const name of names) {
    const loaded = loadConfig({ ...options, environment: name });
    diagnostics.push(...(loaded.ok ? loaded.warnings : loaded.diagnostics));
    if (loaded.ok && loaded.environment) {
      environments.push({ environment: loaded.environment, config: loaded.config, origins: loaded.origins });
    }
  }
  const folders = new Map(names.map((name) => [name, readEnvironment(options.file, name)]));
  diagnostics.push(
    ...promotionCycles(folders),
    ...sharedNames(
      environments.map(({ environment }) => environment),
      folders,
    ),
  );
  const sorted = sortDiagnostics(diagnostics);
  if (sorted.some(({ severity }) => severity === 'error')) return { ok: false, diagnostics: sorted };
  const depth = (name: string): number => {
    const from = folders.get(name)?.values?.environment.promotes_from;
    return from === undefined || from === null ? 0 : 1 + depth(from);
  };
  environments.sort((a, b) => depth(a.environment.name) - depth(b.environment.name));
  return { ok: true, environments, warnings: sorted };
}

type Folders = ReadonlyMap<string, EnvironmentFiles>;

/** Every environment that, promoting from one to the next, comes back to itself. */
function promotionCycles(folders: Folders): Diagnostic[] {
  return [...folders].flatMap(([name, files]) => {
    const way = [name];
    for (
      let from = sourceOf(folders, name);
      from !== undefined && way.length <= folders.size;
      from = sourceOf(folders, from)
    ) {
      way.push(from);
      if (from === name) break;
    }
    // An environment that names itself has been told so already.
    if (way.length < 3 || way.at(-1) !== name) return [];
    const message = `promotes in a circle: ${way.join(' ← ')}`;
    return runChecks(
      [(_: undefined, report) => report(['promotes_from'], message)],
      undefined,
      files.roots.environment,
    );
  });
}

function sourceOf(folders: Folders, name: string): string | undefined {
  return folders.get(name)?.values?.environment.promotes_from ?? undefined;
}

/** Two environments in one account and region would take turns in overwriting one endpoint or pipeline. */
function sharedNames(environments: readonly Environment[], folders: Folders): Diagnostic[] {
  const owners = new Map<string, string>();
  return environments.flatMap((environment) => {
    const files = folders.get(environment.name);
    if (!files) return [];
    const names = [
      ['endpoint_name', environment.endpoint.endpoint_name, files.roots.endpoint],
      ['pipeline_name', environment.batch_transform.pipeline_name, files.roots.batch],
    ] as const;
    return names.flatMap(([key, name, root]) => {
      const id = [environment.account, environment.region, key, name].join(' ');
      const owner = owners.get(id);
      if (owner === undefined) owners.set(id, environment.name);
      if (owner === undefined) return [];
      const message = `${name} is the name in ${owner} too, in the same account and region`;
      return runChecks([(_: undefined, report) => report([key], message)], undefined, root);
    });
  });
}
