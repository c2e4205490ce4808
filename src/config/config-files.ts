import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { aboutPath, type Diagnostic, diagnosticAt } from './diagnostic.ts';
import { emptyMap, type MapNode } from './node.ts';
import { parseYaml } from './parse-yaml.ts';
import { contentProblem, type FileContent, readRegularFile } from './regular-file.ts';
import { isLinked, outsideRepository } from './repository.ts';
import { type SourceFile, sourceFile, startOf } from './source-file.ts';

/** A YAML file. */
export interface YamlFile {
  /** Path with `/` between folders. */
  path: string;
  /** An empty mapping when the file is not there or cannot be read. */
  root: MapNode;
  /** True when the file is there and has a mapping. */
  isRead: boolean;
  diagnostics: readonly Diagnostic[];
}

/** An SQL file: its text, or why it cannot be read. */
export type SqlFile = { source: SourceFile } | { problem: string; way_out?: string; isMissing?: true };

/**
 * A larger YAML file is not a configuration: somebody named a data file by mistake. A larger SQL file is not a query: the query
 * is data that goes into the input of a container.
 */
const MAX_BYTES = 1_048_576;

/** Reads a file of a project. */
export type ReadFile = (path: string) => FileContent;

/** The files of a project. Each of them is read and parsed at most once, when it is asked for. */
export class ConfigFiles {
  /** Path of config.yml. */
  readonly configFile: string;
  readonly #readFile: ReadFile;
  readonly #yaml = new Map<string, YamlFile>();
  readonly #sql = new Map<string, SqlFile>();
  #environments: EnvironmentFolders | undefined;

  constructor(configFile: string, readFile: ReadFile = (path) => readRegularFile(path, MAX_BYTES)) {
    this.configFile = configFile;
    this.#readFile = readFile;
  }

  /** config.yml. */
  config(): YamlFile {
    return this.#readYaml(this.configFile, {
      way_out: 'Name the configuration with --config; an action has the input config.',
      renameAdvice: (found) => `Name it with --config, or rename ${found} to ${baseName(this.configFile)}.`,
    });
  }

  /** Folder names under `environments/` beside config.yml, sorted. Hidden folders are not environments. */
  environmentNames(): readonly string[] {
    return this.#readEnvironments().names;
  }

  /** What is wrong with the folder `environments/` itself. */
  environmentsProblems(): readonly Diagnostic[] {
    return this.#readEnvironments().problems;
  }

  #readEnvironments(): EnvironmentFolders {
    this.#environments ??= readEnvironmentFolders(portable(join(dirname(this.configFile), 'environments')));
    return this.#environments;
  }

  /** Folder of an environment, with `/` between folders. It need not exist. */
  environmentFolder(name: string): string {
    return portable(join(dirname(this.configFile), 'environments', name));
  }

  /** `environment.yml` of an environment. */
  environment(name: string): YamlFile {
    return this.#readYaml(join(this.environmentFolder(name), 'environment.yml'), {
      way_out: 'Create it with the account of the environment (account: "123456789012"), or remove the folder.',
    });
  }

  /** `endpoint.yml` of an environment. The file need not exist. */
  endpoint(name: string): YamlFile {
    return this.#readYaml(join(this.environmentFolder(name), 'endpoint.yml'), { isOptional: true });
  }

  /** `batch-transform.yml` of an environment. The file need not exist. */
  batchTransform(name: string): YamlFile {
    return this.#readYaml(join(this.environmentFolder(name), 'batch-transform.yml'), { isOptional: true });
  }

  /**
   * An SQL file.
   * @param namedBy path of the configuration file that names it
   */
  sql(path: string, namedBy: string): SqlFile {
    const file = this.#sql.get(path) ?? this.#readSql(path, namedBy);
    this.#sql.set(path, file);
    return file;
  }

  #readYaml(path: string, advice: YamlAdvice): YamlFile {
    const file = this.#yaml.get(path) ?? this.#parseYaml(path, advice);
    this.#yaml.set(path, file);
    return file;
  }

  #parseYaml(path: string, advice: YamlAdvice): YamlFile {
    const name = portable(path);
    const start = startOf(sourceFile(name, ''));
    const unread = (message?: string, way_out?: string): YamlFile => ({
      path: name,
      root: emptyMap(start),
      isRead: false,
      diagnostics: message === undefined ? [] : [diagnosticAt(start, '', message, { way_out })],
    });
    const outside = outsideRepository(path, path);
    if (outside !== undefined) return unread(outside, COPY_INTO_REPOSITORY);
    const content = this.#readFile(path);
    if (!('bytes' in content)) {
      if (content.problem !== 'missing') return unread(contentProblem(content, MAX_BYTES), adviceAbout(content));
      const misnamed = misnamedFile(path);
      if (misnamed !== undefined) {
        const rename = advice.renameAdvice?.(misnamed) ?? `Rename ${misnamed} to ${baseName(path)}.`;
        return unread(`there is no such file, but there is ${misnamed}, which is not read`, rename);
      }
      return advice.isOptional === true ? unread() : unread('there is no such file', advice.way_out);
    }
    const { root, diagnostics } = parseYaml(name, content.bytes);
    return root ? { path: name, root, isRead: true, diagnostics } : { ...unread(), diagnostics };
  }

  #readSql(path: string, namedBy: string): SqlFile {
    const outside = outsideRepository(path, namedBy);
    if (outside !== undefined) return { problem: outside, way_out: COPY_INTO_REPOSITORY };
    try {
      if (isLinked(path, namedBy)) return { problem: `${path} is a symbolic link; name the file itself` };
    } catch {
      // The path leads to no file: its reader says so.
    }
    const content = this.#readFile(path);
    if (!('bytes' in content)) {
      if (content.problem === 'missing') return { problem: `there is no file ${path}`, isMissing: true };
      return { problem: `${path} ${contentProblem(content, MAX_BYTES)}`, way_out: NAME_QUERY };
    }
    const text = decodeText(content.bytes);
    return text === undefined
      ? { problem: `${path} is not UTF-8 text`, way_out: 'Save the file as UTF-8.' }
      : { source: sourceFile(path, text) };
  }
}

/** What to do when a YAML file is not there. */
interface YamlAdvice {
  isOptional?: true;
  way_out?: string;
  /** Advice for a file of the same name with the other ending. */
  renameAdvice?(found: string): string;
}

const NAME_QUERY = 'Name a file that has the SQL of the query.';
const COPY_INTO_REPOSITORY = 'Copy the file into the repository, and name the copy.';

/** What to do about a file that is there and is not read. */
function adviceAbout(content: Exclude<FileContent, { bytes: Uint8Array }>): string {
  switch (content.problem) {
    case 'folder':
      return 'Remove the folder, or rename it, and write a YAML file of this name.';
    case 'too-large':
      return 'Name a configuration file, not a data file.';
    case 'unreadable':
      return 'Allow this user to read the file, and check where it leads when it is a link.';
    default:
      return 'Write a YAML file in its place.';
  }
}

/** Name of the file that has the other ending of YAML files: `environment.yaml` for `environment.yml`. */
function misnamedFile(path: string): string | undefined {
  const other = path.endsWith('.yml') ? path.replace(/\.yml$/, '.yaml') : path.replace(/\.yaml$/, '.yml');
  return other !== path && existsSync(other) ? baseName(other) : undefined;
}

interface EnvironmentFolders {
  names: readonly string[];
  problems: readonly Diagnostic[];
}

function readEnvironmentFolders(folder: string): EnvironmentFolders {
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats === undefined) return { names: [], problems: [] };
  if (!stats.isDirectory()) {
    const way_out = 'Remove it, or make it a folder with one folder for each environment.';
    return { names: [], problems: [aboutPath(folder, { message: `${folder} is a file, not a folder`, way_out })] };
  }
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'));
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const linked = entries.filter((entry) => entry.isSymbolicLink() && isFolder(join(folder, entry.name)));
  const problems = linked.map(({ name }) =>
    aboutPath(`${folder}/${name}`, {
      message: `${folder}/${name} is a symbolic link, which is not read`,
      way_out: 'Make it a folder with the files of the environment, or remove the link.',
    }),
  );
  return { names: names.sort(), problems };
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** The text of UTF-8 bytes; undefined for other bytes and for a text with a null byte. */
function decodeText(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

const portable = (path: string): string => path.replaceAll('\\', '/');

const baseName = (path: string): string => portable(path).split('/').at(-1) ?? path;
