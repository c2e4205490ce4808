import { posix, resolve } from 'node:path';
import {
  type Diagnostic,
  formatDiagnostics,
  loadEnvironments,
  NO_ACCOUNT,
  pathText,
  resolveAccount,
  type Variables,
  withVariables,
} from '../config/index.ts';
import { Failure, factsOf } from '../failure.ts';
import type { Finding } from '../finding.ts';
import type { EnvironmentState, ProjectState } from './environment-state.ts';
import { type LoadedEnvironment, type PlacedFailure, ProjectReading, pathInRepository } from './project-reading.ts';

export interface ReadOptions {
  /** Folder that stands for the root of the repository, absolute and real. */
  root: string;
  /** Path of config.yml below it. */
  configPath: string;
  packageRoot?: string;
  /** Wins over the region of the files. */
  region?: string;
}

/** What is not in the files and still decides what is applied. */
export interface AppliedBy {
  /** Account of the credentials: for a project without a folder of environments, whose files name no account. */
  account?: string | undefined;
  /** Environment variables that win over the files. */
  env?: Variables;
}

export interface ReadFiles {
  /** Null when a file has a mistake: then `findings` say why. */
  state: ProjectState | null;
  /** Mistakes and warnings about the files and about the pipelines that are made of them. */
  findings: Finding[];
  /** The mistakes in the files again, with the lines of the files, for a person at a terminal. */
  diagnostics: Diagnostic[];
  /**
   * The state with what is not in the files. No file is read again.
   * @throws Failure `config_invalid` for a wrong variable
   */
  applied(by: AppliedBy): ProjectState | null;
}

/** Reads every environment of a project and makes its state. Uses no network. */
export function readProject({ root, configPath, packageRoot, region }: ReadOptions): ReadFiles {
  const file = resolve(root, configPath);
  const { environments, diagnostics } = loadAll({
    file,
    ...(packageRoot === undefined ? {} : { packageRoot }),
    ...(region === undefined ? {} : { region }),
  });
  const findings = diagnostics.map((diagnostic) => findingOfDiagnostic(diagnostic, root));
  if (environments === null) return { state: null, findings, diagnostics, applied: () => null };
  const folder = posix.dirname(posix.normalize(configPath));
  const reading = new ProjectReading({ root, file, folder });
  const states = new Map<string, EnvironmentState>();
  const make = ({ account, env = {} }: AppliedBy, report?: (failure: PlacedFailure) => void): ProjectState => ({
    environments: environments.map((loaded) => {
      const applied = appliedIn(loaded, account, env);
      const key = JSON.stringify([loaded.environment?.name, applied.account, applied.config]);
      const state = states.get(key) ?? reading.state(applied, report);
      states.set(key, state);
      return state;
    }),
  });
  const state = make({}, ({ failure, place }) => findings.push(...findingsOfFailure(failure, { root, place })));
  return { state, findings: distinct(findings), diagnostics, applied: (by) => make(by) };
}

function loadAll(options: Parameters<typeof loadEnvironments>[0]): {
  environments: LoadedEnvironment[] | null;
  diagnostics: Diagnostic[];
} {
  const loaded = loadEnvironments(options);
  if (!loaded.ok) return { environments: null, diagnostics: loaded.diagnostics };
  const only = loaded.only === undefined ? [] : [{ ...loaded.only, environment: null }];
  return { environments: [...loaded.environments, ...only], diagnostics: loaded.warnings };
}

function appliedIn(
  loaded: LoadedEnvironment,
  accountOfCredentials: string | undefined,
  env: Variables,
): LoadedEnvironment & { account: string } {
  const given = withVariables(loaded.config, env);
  if (!given.ok) throw new Failure('config_invalid', formatDiagnostics(given.diagnostics));
  const account = loaded.environment?.account ?? accountOfCredentials ?? NO_ACCOUNT;
  return { ...loaded, account, config: resolveAccount(given.config, account) };
}

/** Takes the path of the root out of a text: a plan is the same wherever it is made. */
const withoutRoot = (text: string, root: string): string => text.replaceAll(`${root.replaceAll('\\', '/')}/`, '');

const CORRECT_LINE = 'Correct the line that is shown.';
const CORRECT_VALUE =
  'Correct the key or its value; docs/configuration.md lists every key with the values that it takes.';

function findingOfDiagnostic(diagnostic: Diagnostic, root: string): Finding {
  const { severity, file, line, column, path, message, way_out, source } = diagnostic;
  // An option and a variable have no line.
  const where = line === 0 && path !== '' ? `${file}: ` : '';
  const text = path === '' ? message : `${where}${pathText(path)}: ${message}`;
  const end = source === undefined ? {} : { end_line: line, end_column: column + Math.max(1, source.length) - 1 };
  return {
    rule: severity === 'error' ? 'config/invalid' : 'config/remark',
    severity,
    message: withoutRoot(text, root),
    way_out: withoutRoot(way_out ?? (path === '' ? CORRECT_LINE : CORRECT_VALUE), root),
    place: line === 0 ? null : { file: pathInRepository(file, root), line, column, ...end },
  };
}

/** One finding for each rule that a pipeline definition breaks, or one for the failure. */
function findingsOfFailure(failure: Failure, at: { root: string; place: Finding['place'] }): Finding[] {
  const { code, message, way_out } = failure;
  const broken = factsOf(failure, 'definition_invalid')?.findings ?? [];
  if (broken.length > 0) {
    return broken.map((each) => ({
      rule: `definition/${each.rule}`,
      severity: 'error',
      message: `${each.path}: ${each.message}`,
      way_out: each.way_out,
      place: at.place,
    }));
  }
  return [
    {
      rule: code === 'definition_invalid' ? 'definition/invalid' : 'config/invalid',
      severity: 'error',
      message: withoutRoot(message, at.root),
      way_out: withoutRoot(way_out ?? 'Correct the configuration.', at.root),
      place: at.place,
    },
  ];
}

/** Each finding once: three environments often have the same mistake. */
export function distinct(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    const key = JSON.stringify(finding);
    return seen.has(key) ? false : seen.add(key);
  });
}
