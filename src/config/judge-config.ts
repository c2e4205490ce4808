import { type Draft, type Report, runChecks } from './check.ts';
import { accountChecks } from './checks-account.ts';
import { modelChecks } from './checks-model.ts';
import { decode } from './decode.ts';
import { withDefaults } from './defaults.ts';
import { type Diagnostic, diagnosticAt } from './diagnostic.ts';
import { normaliseRange, type WrittenRange } from './hyperparameter-range.ts';
import { dotted, graft, type MapNode, type Node, type Path } from './node.ts';
import { isUnfilled, resolveAccount } from './placeholders.ts';
import { type ResolvedQuery, resolveQuery } from './query.ts';
import { type Config, configFileSchema, type HyperparameterRange } from './schema.ts';
import { resolveScripts } from './scripts.ts';

export interface JudgedConfig {
  /** Only when there is no error. */
  config?: Config;
  diagnostics: Diagnostic[];
}

export interface JudgeOptions {
  configFile: string;
  account?: string | undefined;
  packageRoot?: string | undefined;
}

/** Judges config.yml, already merged with its overlays, by every rule there is: all mistakes at once. */
export function judgeConfig(root: MapNode, options: JudgeOptions): JudgedConfig {
  const unfilled = findUnfilled(root);
  const decoded = decode(root, configFileSchema);
  // A value that nobody filled in breaks other rules too; saying so once is enough.
  const shape = decoded.diagnostics.filter(({ path }) => !unfilled.some((diagnostic) => diagnostic.path === path));
  const filled = unfilled.length === 0 ? decoded.sound : decode(withoutPaths(root, unfilled), configFileSchema).sound;
  const draft = withDefaults(filled, configFileSchema) as Draft;
  const ranges: Record<string, HyperparameterRange> = {};
  let training: ResolvedQuery | undefined;
  let batch: ResolvedQuery | undefined;
  let scripts: Config['scripts'] | undefined;
  const resolve = (_: Draft, report: Report) => {
    for (const [name, written] of Object.entries(draft.tuning_step?.hyperparam_ranges ?? {})) {
      const range = isWholeRange(written) ? normaliseRange(name, written, report) : undefined;
      if (range) ranges[name] = range;
    }
    if (draft.training_step) training = resolveQuery(root, ['training_step'], 'training', report);
    if (draft.transform_step) batch = resolveQuery(root, ['transform_step'], 'batch', report);
    if (draft.scripts && Object.values(draft.scripts).every((value) => typeof value === 'string')) {
      const whole = draft.scripts as Config['scripts'];
      scripts = resolveScripts(whole, root, options.configFile, options.packageRoot, report);
    }
  };
  const found = runChecks([...accountChecks, ...modelChecks, resolve], draft, root);
  const diagnostics = [...unfilled, ...shape, ...found];
  const value = decoded.value;
  if (!value || !training || !batch || !scripts || diagnostics.some(({ severity }) => severity === 'error')) {
    return { diagnostics };
  }
  const { port, parameter, ...presto } = value.presto;
  const { query: _query, query_file: _queryFile, ...trainingStep } = value.training_step;
  const { query: _batchQuery, query_file: _batchQueryFile, ...transformStep } = value.transform_step;
  const config: Config = {
    ...value,
    presto: { ...presto, port: port ?? Number(parameter) },
    training_step: { ...trainingStep, ...training },
    tuning_step: { ...value.tuning_step, hyperparam_ranges: ranges },
    transform_step: { ...transformStep, ...batch },
    scripts,
  };
  return { config: resolveAccount(config, options.account), diagnostics };
}

function isWholeRange(written: unknown): written is WrittenRange {
  return Array.isArray(written) || (typeof written === 'object' && written !== null && 'type' in written);
}

/** Texts that may hold anything, `<` too. */
const FREE_TEXT = new Set(['query', 'Regex', 'reason']);

/** Places of a template that nobody filled in. */
export function findUnfilled(root: MapNode): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const walk = (node: Node, path: Path) => {
    if (node.kind === 'map') for (const [key, { node: child }] of node.entries) walk(child, [...path, key]);
    else if (node.kind === 'list') for (const [index, child] of node.items.entries()) walk(child, [...path, index]);
    else if (typeof node.value === 'string' && !FREE_TEXT.has(String(path.at(-1))) && isUnfilled(node.value)) {
      diagnostics.push(diagnosticAt(node.place, dotted(path), `${node.value} is a placeholder; write your value here`));
    }
  };
  walk(root, []);
  return diagnostics;
}

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
      if (!paths.has(dotted(at))) pruned = graft(pruned, [key], prune(entry.node, at), entry.key);
    }
    return pruned;
  };
  return prune(root, []) as MapNode;
}
