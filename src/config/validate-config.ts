import { basename } from 'node:path';
import { type PartialConfig, type Report, runChecks } from './check.ts';
import { accountChecks } from './checks/account.ts';
import { modelChecks } from './checks/model.ts';
import type { ConfigFiles } from './config-files.ts';
import { decode } from './decode.ts';
import { withDefaults } from './defaults.ts';
import type { Diagnostic } from './diagnostic.ts';
import { checkTrials, normaliseRange, type WrittenRange } from './hyperparameter-range.ts';
import { dotted, type MapNode, type Node, type Path, withNode } from './node.ts';
import { findUnfilled, resolveAccount } from './placeholders.ts';
import { type ResolvedQuery, resolveQuery } from './query.ts';
import {
  type Config,
  type ConfigFile,
  configFileSchema,
  type HyperparameterRange,
  type QuerySources,
  REMOVED_CONFIG_KEYS,
} from './schema.ts';
import { resolveScripts } from './scripts.ts';

export interface ValidatedConfig {
  /** Absent when there is an error. */
  valid?: { config: Config; sources: QuerySources };
  diagnostics: Diagnostic[];
}

export interface ValidateOptions {
  files: ConfigFiles;
  account?: string | undefined;
  packageRoot?: string | undefined;
}

/** Checks config.yml, merged with its overlays, by every rule. All mistakes are reported at once. */
export function validateConfig(root: MapNode, options: ValidateOptions): ValidatedConfig {
  const unfilled = findUnfilled(root);
  const decoded = decode(root, configFileSchema, { removedKeys: REMOVED_CONFIG_KEYS });
  // A value that is still to be filled in breaks other rules too. One message about it is enough.
  const ofForm = decoded.diagnostics.filter(({ path }) => !unfilled.some((diagnostic) => diagnostic.path === path));
  const valid = unfilled.length === 0 ? decoded.valid : decode(withoutPaths(root, unfilled), configFileSchema).valid;
  const partial = withDefaults(valid, configFileSchema) as PartialConfig;
  const resolved: Partial<Resolved> = {};
  const resolve = (_: PartialConfig, report: Report) => {
    Object.assign(resolved, resolveParts(partial, { ...options, root }, report));
  };
  const diagnostics = [
    ...unfilled,
    ...ofForm,
    ...runChecks([...accountChecks, ...modelChecks, resolve], partial, root),
  ];
  const hasError = diagnostics.some(({ severity }) => severity === 'error');
  if (!decoded.value || hasError || !isComplete(resolved)) return { diagnostics };
  const { training, batch } = resolved;
  const config = resolveAccount(configOf(decoded.value, resolved), options.account);
  return { valid: { config, sources: { training: training.source, batch: batch.source } }, diagnostics };
}

/** The values that need more than the schema to be decoded. */
interface Resolved {
  ranges: Record<string, HyperparameterRange>;
  training: ResolvedQuery;
  batch: ResolvedQuery;
  scripts: Config['scripts'];
}

function isComplete(resolved: Partial<Resolved>): resolved is Resolved {
  return [resolved.ranges, resolved.training, resolved.batch, resolved.scripts].every((part) => part !== undefined);
}

/** File of the training script that comes with this project. */
const SHIPPED_SCRIPT = 'training.py';

function resolveParts(
  config: PartialConfig,
  { root, files, packageRoot }: ValidateOptions & { root: MapNode },
  report: Report,
): { [Part in keyof Resolved]: Resolved[Part] | undefined } {
  const ranges: Record<string, HyperparameterRange> = {};
  const ownScript = basename(config.scripts?.training_script ?? SHIPPED_SCRIPT) !== SHIPPED_SCRIPT;
  const written = Object.entries(config.tuning_step?.hyperparam_ranges ?? {});
  for (const [name, each] of written) {
    const range = isWholeRange(each) ? normaliseRange({ name, ownScript }, each, report) : undefined;
    if (range) ranges[name] = range;
  }
  // Of a range with a mistake it is not known how many values it has.
  const whole = Object.values(ranges);
  if (whole.length === written.length) checkTrials(whole, config.tuning_step?.maximum_training_jobs, report);
  const query = (section: 'training_step' | 'transform_step', kind: 'training' | 'batch') =>
    config[section] ? resolveQuery({ root, section: [section], kind, files }, report) : undefined;
  const training = query('training_step', 'training');
  const batch = query('transform_step', 'batch');
  const { scripts } = config;
  return {
    ranges,
    training,
    batch,
    scripts: isWholeScripts(scripts)
      ? resolveScripts(scripts, { root, configFile: files.configFile, packageRoot }, report)
      : undefined,
  };
}

function configOf(value: ConfigFile, { training, batch, ranges, scripts }: Resolved): Config {
  const { port, parameter, ...presto } = value.presto;
  const { query: _query, query_file: _queryFile, ...trainingStep } = value.training_step;
  const { query: _batchQuery, query_file: _batchQueryFile, ...transformStep } = value.transform_step;
  return {
    ...value,
    presto: { ...presto, port: port ?? Number(parameter) },
    training_step: { ...trainingStep, query: training.sql },
    tuning_step: { ...value.tuning_step, hyperparam_ranges: ranges },
    transform_step: { ...transformStep, query: batch.sql },
    scripts,
  };
}

function isWholeRange(written: unknown): written is WrittenRange {
  return Array.isArray(written) || (typeof written === 'object' && written !== null && 'type' in written);
}

function isWholeScripts(scripts: PartialConfig['scripts']): scripts is Config['scripts'] {
  return scripts !== undefined && Object.values(scripts).every((value) => typeof value === 'string');
}

/** A copy of the tree without the values of some diagnostics. */
function withoutPaths(root: MapNode, diagnostics: readonly Diagnostic[]): MapNode {
  const paths = new Set(diagnostics.map(({ path }) => path));
  const prune = (node: Node, path: Path): Node => {
    if (node.kind === 'list') {
      return { ...node, items: node.items.filter((_, index) => !paths.has(dotted([...path, index]))) };
    }
    if (node.kind !== 'map') return node;
    let pruned: MapNode = { ...node, entries: new Map() };
    for (const [key, entry] of node.entries) {
      const at = [...path, key];
      if (!paths.has(dotted(at))) pruned = withNode(pruned, [key], prune(entry.node, at), entry.key);
    }
    return pruned;
  };
  return prune(root, []) as MapNode;
}
