import { isAbsolute, relative, resolve } from 'node:path';
import {
  type Config,
  type Diagnostic,
  type Environment,
  formatDiagnostics,
  type LoadOptions,
  loadEnvironments,
  NO_ACCOUNT,
  type Origin,
  resolveAccount,
  type Variables,
  withVariables,
} from '../config/index.ts';
import {
  batchPipeline,
  type DesiredPipeline,
  packageSource,
  type SourcePackage,
  trainingPipeline,
} from '../desired/index.ts';
import { Failure } from '../failure.ts';
import type { Finding, Place } from '../finding.ts';
import type { Finding as LintFinding } from '../pipeline/index.ts';
import { type EnvironmentState, environmentState, type ProjectState } from '../plan/state.ts';
import { sourceDir } from './project.ts';

export interface ReadOptions {
  /** Folder that stands for the root of the repository, absolute and real. */
  root: string;
  /** Path of config.yml below it. */
  configPath: string;
  packageRoot?: string;
  /** Wins over the region of the files. */
  region?: string;
}

/** What is not in the files, and decides what is made of them where they are applied. */
export interface AppliedBy {
  /** Of the credentials: for a project without a folder of environments, whose files name no account. */
  account?: string | undefined;
  /** Environment variables that win over the files; none for what is compared. */
  env?: Variables;
}

export interface ReadProject {
  /** Null when a file has a mistake: then there is nothing to compare, and `findings` say why. */
  state: ProjectState | null;
  /** Mistakes and remarks of the files and of the pipelines that are made of them. */
  findings: Finding[];
  /** The same mistakes with the lines of the files, for a person at a terminal. */
  diagnostics: Diagnostic[];
  /**
   * The same files where they are applied; no file is read again.
   * @throws Failure `config_invalid` for a wrong variable
   */
  applied(by: AppliedBy): ProjectState | null;
}

/** Reads every environment of a project with all that follows from its files. No network. */
export function readState(options: ReadOptions): ReadProject {
  const { root, configPath, packageRoot, region } = options;
  const file = resolve(root, configPath);
  const { projects, diagnostics } = loadAll({
    file,
    ...(packageRoot === undefined ? {} : { packageRoot }),
    ...(region === undefined ? {} : { region }),
  });
  const findings = diagnostics.map((diagnostic) => diagnosticFinding(diagnostic, root));
  if (projects === null) return { state: null, findings, diagnostics, applied: () => null };
  const sources = new Map<string, SourcePackage | null>();
  const made = new Map<string, EnvironmentState>();
  const make = ({ account, env = {} }: AppliedBy, said: Finding[]): ProjectState => {
    const environments = projects.map((project) => {
      const applied = whereApplied(project, account, env);
      const key = JSON.stringify([project.environment?.name, applied.account, applied.config]);
      const state = made.get(key) ?? stateOf(applied, { file, root, sources, findings: said });
      made.set(key, state);
      return state;
    });
    return { environments };
  };
  const state = make({}, findings);
  return { state, findings: distinct(findings), diagnostics, applied: (by) => make(by, []) };
}

/** Files of one environment, as they are. */
interface Loaded {
  config: Config;
  environment: Environment | null;
  origins: Map<string, Origin>;
}

function loadAll(options: LoadOptions): { projects: Loaded[] | null; diagnostics: Diagnostic[] } {
  const all = loadEnvironments(options);
  if (!all.ok) return { projects: null, diagnostics: all.diagnostics };
  const only = all.only === undefined ? [] : [{ ...all.only, environment: null }];
  return { projects: [...all.environments, ...only], diagnostics: all.warnings };
}

function whereApplied(project: Loaded, known: string | undefined, env: Variables): Loaded & { account: string } {
  const given = withVariables(project.config, env);
  if (!given.ok) throw new Failure('config_invalid', formatDiagnostics(given.diagnostics));
  const account = project.environment?.account ?? known ?? NO_ACCOUNT;
  return { ...project, account, config: resolveAccount(given.config, account) };
}

interface Reading {
  file: string;
  root: string;
  /** Packed once, by folder; null when it cannot be. */
  sources: Map<string, SourcePackage | null>;
  findings: Finding[];
}

function stateOf(
  { account, config, environment, origins }: Loaded & { account: string },
  { file, root, sources, findings }: Reading,
): EnvironmentState {
  const directory = sourceDir(config, file);
  const place = placesOf(origins, root);
  const attempt = <T>(make: () => T, at: Place | null): T | null => {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      findings.push(...failureFindings(error, root, at));
      return null;
    }
  };
  let source = sources.get(directory);
  if (source === undefined) {
    source = attempt(() => packageSource(directory), place('scripts.source_dir') ?? place('scripts'));
    sources.set(directory, source);
  }
  const folder = relative(root, directory).replaceAll('\\', '/');
  const parts = {
    account,
    region: environment?.region ?? config.aws.region,
    config,
    environment,
    source,
    source_folder: folder.startsWith('..') || isAbsolute(folder) ? null : folder,
    place,
    file: (name: string) => inRepository(name, root),
  };
  const made = (make: (source: SourcePackage) => DesiredPipeline): DesiredPipeline | null =>
    source ? attempt(() => make(source), null) : null;
  const context = { account, region: parts.region };
  const named = environment === null ? {} : { environment: environment.name };
  return environmentState({
    ...parts,
    training: made((packed) => trainingPipeline(config, { ...context, ...named, source: packed })),
    batch: made((packed) => batchPipeline(config, environment ?? undefined, { ...context, ...named, source: packed })),
  });
}

/** Place of a value, of the first part of it that was written, or of the nearest list or section around it that has one. */
function placesOf(origins: ReadonlyMap<string, Origin>, root: string): (path: string) => Place | null {
  const firstParts = new Map<string, Origin>();
  for (const [path, origin] of origins) {
    const whole = path.slice(0, Math.max(0, path.lastIndexOf('.')));
    const written = origin !== 'default' && !('variable' in origin) && origin.line !== 0;
    if (written && !origins.has(whole) && !firstParts.has(whole)) firstParts.set(whole, origin);
  }
  return (path) => {
    for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
      const origin = origins.get(at) ?? firstParts.get(at);
      if (origin === undefined) continue;
      if (origin === 'default' || 'variable' in origin || origin.line === 0) return null;
      return { file: inRepository(origin.file, root), line: origin.line, column: origin.column };
    }
    return null;
  };
}

/** The path below the root, `/` between folders. */
function inRepository(file: string, root: string): string {
  const path = relative(root, resolve(root, file)).replaceAll('\\', '/');
  return path.startsWith('../') ? file : path;
}

/** Where the files were read from is nobody's business: a plan is the same wherever it is made. */
const withoutRoot = (text: string, root: string): string => text.replaceAll(`${root.replaceAll('\\', '/')}/`, '');

function diagnosticFinding(diagnostic: Diagnostic, root: string): Finding {
  const { severity, file, line, column, path, message, hint, source } = diagnostic;
  const said = path === '' ? message : `${path}: ${message}`;
  const end = source === undefined ? {} : { end_line: line, end_column: column + Math.max(1, source.length) - 1 };
  return {
    rule: severity === 'error' ? 'config/invalid' : 'config/remark',
    severity,
    message: withoutRoot(said, root),
    way_out: withoutRoot(hint ?? 'Correct the line that is shown; docs/configuration.md lists every key.', root),
    place: { file: inRepository(file, root), line, column, ...end },
  };
}

/** A failure of the definition lists what is broken, one finding each. */
function failureFindings({ code, message, wayOut, facts }: Failure, root: string, place: Place | null): Finding[] {
  const broken =
    code === 'definition_invalid' && Array.isArray(facts.findings) ? (facts.findings as LintFinding[]) : [];
  if (broken.length > 0) {
    return broken.map((each) => ({
      rule: `definition/${each.rule}`,
      severity: 'error',
      message: `${each.path}: ${each.message}`,
      way_out: each.wayOut,
      place,
    }));
  }
  return [
    {
      rule: code === 'definition_invalid' ? 'definition/invalid' : 'config/invalid',
      severity: 'error',
      message: withoutRoot(message, root),
      way_out: withoutRoot(wayOut ?? 'Correct the configuration.', root),
      place,
    },
  ];
}

/** The same mistake in three environments is one. */
export function distinct(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    const key = JSON.stringify(finding);
    return seen.has(key) ? false : seen.add(key);
  });
}
