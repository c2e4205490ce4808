import { runChecks } from './check.ts';
import { ConfigFiles } from './config-files.ts';
import { decode } from './decode.ts';
import { type DecodedEnvironment, decodeEnvironment } from './decode-environment.ts';
import { type Diagnostic, diagnosticAt, sortDiagnostics } from './diagnostic.ts';
import type { Environment } from './environment.ts';
import { type LoadedValues, type LoadOptions, loadFrom } from './load-config.ts';
import { hasValue, nodeAt } from './node.ts';
import { findUnfilled } from './placeholders.ts';
import { regionProblem } from './regions.ts';
import { configFileSchema, REMOVED_CONFIG_KEYS } from './schema.ts';

export type LoadedEnvironments =
  | {
      ok: true;
      /** In the order of promotion: an environment comes after the one that it promotes from. */
      environments: (LoadedValues & { environment: Environment })[];
      /** config.yml alone, where there is no folder of environments. */
      only?: LoadedValues;
      warnings: Diagnostic[];
    }
  | { ok: false; diagnostics: Diagnostic[] };

/**
 * Reads every folder of `environments/`, and checks them against each other: order of promotion, names in one account. Each
 * file is read once.
 */
export function loadEnvironments(
  options: Omit<LoadOptions, 'environment'>,
  files = new ConfigFiles(options.file),
): LoadedEnvironments {
  const folders = new Map(files.environmentNames().map((name) => [name, decodeEnvironment(files, name)]));
  if (folders.size === 0) {
    const loaded = loadFrom(files, undefined, options);
    if (!loaded.ok) return loaded;
    const { config, origins, sources, warnings } = loaded;
    return { ok: true, environments: [], only: { config, origins, sources }, warnings };
  }
  const diagnostics: Diagnostic[] = [];
  const environments: (LoadedValues & { environment: Environment })[] = [];
  for (const folder of folders.values()) {
    const loaded = loadFrom(files, folder, options);
    diagnostics.push(...(loaded.ok ? loaded.warnings : loaded.diagnostics));
    if (loaded.ok && loaded.environment) {
      const { environment, config, origins, sources } = loaded;
      environments.push({ environment, config, origins, sources });
    }
  }
  const values = environments.map(({ environment }) => environment);
  // Last: where an environment uses the value, its own message counts.
  diagnostics.push(...promotionCycles(folders), ...sharedNames(values, folders), ...unusedMistakes(files));
  const sorted = sortDiagnostics(diagnostics);
  if (sorted.some(({ severity }) => severity === 'error')) return { ok: false, diagnostics: sorted };
  const depth = (name: string): number => {
    const from = promotesFrom(folders, name);
    return from === undefined ? 0 : 1 + depth(from);
  };
  environments.sort((a, b) => depth(a.environment.name) - depth(b.environment.name));
  return { ok: true, environments, warnings: sorted };
}

/**
 * Mistakes of values in config.yml that every environment replaces. They stop nothing today, but the next environment can use
 * the value.
 */
function unusedMistakes(files: ConfigFiles): Diagnostic[] {
  const { root, isRead } = files.config();
  if (!isRead) return [];
  const unfilled = new Set(findUnfilled(root).map(({ path }) => path));
  const ofForm = decode(root, configFileSchema, { removedKeys: REMOVED_CONFIG_KEYS }).diagnostics;
  const region = nodeAt(root, ['aws', 'region']);
  const text = region?.kind === 'scalar' && typeof region.value === 'string' ? region : undefined;
  const problem = text === undefined ? undefined : regionProblem(String(text.value));
  const ofRegion =
    text === undefined || problem === undefined
      ? []
      : [diagnosticAt(text.span, 'aws.region', problem.message, problem)];
  const [first] = ofForm.filter(({ path }) => path === 'aws.region');
  // A key that is missing may be in the files of the environments.
  return [...ofForm, ...(first === undefined ? ofRegion : [])]
    .filter(({ path }) => hasValue(root, path.split('.')) && !unfilled.has(path))
    .map((diagnostic) => ({ ...diagnostic, severity: 'warning' as const }));
}

type Folders = ReadonlyMap<string, DecodedEnvironment>;

/** A diagnostic for each environment of a circle of promotions. */
function promotionCycles(folders: Folders): Diagnostic[] {
  return [...folders].flatMap(([name, { roots }]) => {
    const way = [name];
    let from = promotesFrom(folders, name);
    while (from !== undefined && way.length <= folders.size) {
      way.push(from);
      from = from === name ? undefined : promotesFrom(folders, from);
    }
    // Another check reports an environment that promotes from itself.
    if (way.length < 3 || way.at(-1) !== name) return [];
    return diagnosticOn(roots.environment, 'promotes_from', `promotes in a circle: ${way.join(' ← ')}`);
  });
}

function promotesFrom(folders: Folders, name: string): string | undefined {
  return folders.get(name)?.values?.environment.promotes_from ?? undefined;
}

/** Two environments in one account and region would overwrite each other's endpoint or pipeline. */
function sharedNames(environments: readonly Environment[], folders: Folders): Diagnostic[] {
  const owners = new Map<string, string>();
  return environments.flatMap((environment) => {
    const roots = folders.get(environment.name)?.roots;
    if (!roots) return [];
    const names = [
      ['endpoint_name', environment.endpoint.endpoint_name, roots.endpoint],
      ['pipeline_name', environment.batch_transform.pipeline_name, roots.batch],
    ] as const;
    return names.flatMap(([key, name, root]) => {
      const id = [environment.account, environment.region, key, name].join(' ');
      const owner = owners.get(id);
      if (owner !== undefined) {
        return diagnosticOn(root, key, `${name} is the name in ${owner} too, in the same account and region`);
      }
      owners.set(id, environment.name);
      return [];
    });
  });
}

function diagnosticOn(root: DecodedEnvironment['roots']['endpoint'], key: string, message: string): Diagnostic[] {
  return runChecks([(_: undefined, report) => report([key], message)], undefined, root);
}
