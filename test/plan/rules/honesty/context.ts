import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import {
  type Config,
  type Environment,
  formatDiagnostics,
  loadConfig,
  loadEnvironments,
  type Origin,
  type QuerySources,
} from '../../../../src/config/index.ts';
import type { Finding } from '../../../../src/finding.ts';
import { sortFindings } from '../../../../src/plan/make-plan.ts';
import { applyChangeRules, applySideRules } from '../../../../src/plan/rules/apply-rules.ts';
import type { ChangeContext } from '../../../../src/plan/rules/rule.ts';
import { analyseSql } from '../../../../src/sql/analyse-sql.ts';
import type { SqlAnalysis } from '../../../../src/sql/analysis.ts';
import { ROOT, Workspace } from '../../../config/workspace.ts';

/** The shipped files, with pieces of text replaced (a piece that is not there is a mistake of the test). */
export type Edits = Record<string, [from: string | RegExp, to: string][] | string>;

const SHIPPED = ['config.yml', 'sql/training.sql', 'sql/batch.sql'];
const STAGES = ['dev', 'staging', 'prod'];
const OF_A_STAGE = ['environment.yml', 'endpoint.yml', 'batch-transform.yml'];

const escaped = (text: string) => new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));

function editedFiles(edits: Edits): Record<string, string> {
  const files: Record<string, string> = {};
  for (const path of [
    ...SHIPPED,
    ...STAGES.flatMap((stage) => OF_A_STAGE.map((file) => `environments/${stage}/${file}`)),
  ]) {
    files[path] = readFileSync(join(ROOT, path), 'utf8');
  }
  for (const [path, change] of Object.entries(edits)) {
    if (typeof change === 'string') {
      files[path] = change;
      continue;
    }
    files[path] = change.reduce((text, [from, to]) => {
      if (text.search(from instanceof RegExp ? from : escaped(from)) === -1) throw new Error(`${path} has no ${from}`);
      return text.replace(from, () => to);
    }, files[path] ?? '');
  }
  return files;
}

/** The line where a finding stands, to see that it is the right one; null without a place. */
export function lineOf(edits: Edits, finding: Finding | undefined): string | null {
  const { file, line } = finding?.place ?? {};
  if (file === undefined || line === undefined) return null;
  return editedFiles(edits)[file]?.split('\n')[line - 1]?.trim() ?? null;
}

interface Tree {
  config: Config;
  environment: Environment | null;
  environments: Environment[];
  origins: ReadonlyMap<string, Origin>;
  sources: QuerySources;
  directory: string;
}

/** The shipped configuration with edits, as it is read for an environment. */
function readTree(edits: Edits, environment: string | undefined): Tree {
  const files = editedFiles(edits);
  const workspace = new Workspace(files);
  try {
    const file = join(workspace.directory, 'config.yml');
    const options = { file, packageRoot: ROOT, env: {} };
    const all = loadEnvironments(options);
    if (!all.ok) throw new Error(formatDiagnostics(all.diagnostics));
    const loaded = loadConfig({ ...options, ...(environment === undefined ? {} : { environment }) });
    if (!loaded.ok) throw new Error(formatDiagnostics(loaded.diagnostics));
    return {
      config: loaded.config,
      environment: loaded.environment ?? null,
      environments: all.environments.map((one) => one.environment),
      origins: loaded.origins,
      sources: loaded.sources,
      directory: workspace.directory,
    };
  } finally {
    workspace.remove();
  }
}

/** The analysed query; null when the text is not a query. */
function analysed(query: string): SqlAnalysis | null {
  const result = analyseSql(query);
  return result.ok ? result.analysis : null;
}

/** What the rules read for one environment of the edited tree. Answers of Presto and AWS are null unless `known` has them. */
export function contextOf(
  edits: Edits = {},
  {
    environment,
    base,
    ...known
  }: Partial<Omit<ChangeContext, 'environment' | 'base'>> & { environment?: string; base?: Edits } = {},
): ChangeContext {
  const { config, environment: own, environments, origins, sources, directory } = readTree(edits, environment);
  const before = base === undefined ? undefined : readTree(base, environment);
  return {
    now: '2026-11-22T19:00:00Z',
    config,
    environment: own,
    environments,
    base:
      before === undefined
        ? null
        : { config: before.config, environment: before.environment, environments: before.environments },
    training: analysed(config.training_step.query),
    batch: analysed((own?.batch_transform ?? config.transform_step).query),
    training_check: null,
    data: null,
    measures: null,
    endpoint: null,
    place: (path) => {
      const origin = origins.get(path);
      if (origin === undefined || origin === 'default' || 'variable' in origin) return null;
      return { file: relative(directory, origin.file), line: origin.line, column: origin.column };
    },
    sqlPlace: (query, { line, column }) => {
      const source = sources[query];
      return { file: relative(directory, source.file), line: source.line + line - 1, column };
    },
    ...known,
  };
}

/** All findings about one environment, sorted. */
export const findingsOf = (context: ChangeContext): Finding[] =>
  sortFindings([...applySideRules(context), ...applyChangeRules(context)]);
