import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Diagnostic, diagnosticAt } from './diagnostic.ts';
import { emptyMap, type MapNode } from './node.ts';
import { parseYaml } from './parse-yaml.ts';
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
export type SqlFile = { source: SourceFile } | { problem: string; isMissing?: true };

/** A larger SQL file is not a query: the query is data that goes into the input of a container. */
const MAX_SQL_BYTES = 1_048_576;

/** The files of a project. Each of them is read and parsed at most once, when it is asked for. */
export class ConfigFiles {
  /** Path of config.yml. */
  readonly configFile: string;
  readonly #readBytes: (path: string) => Uint8Array;
  readonly #yaml = new Map<string, YamlFile>();
  readonly #sql = new Map<string, SqlFile>();
  #environmentNames: readonly string[] | undefined;

  /** @param readBytes reads a file, and throws what `readFileSync` throws */
  constructor(configFile: string, readBytes: (path: string) => Uint8Array = (path) => readFileSync(path)) {
    this.configFile = configFile;
    this.#readBytes = readBytes;
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
    this.#environmentNames ??= readFolderNames(join(dirname(this.configFile), 'environments'));
    return this.#environmentNames;
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
    if (outside !== undefined) return unread(outside);
    let bytes: Uint8Array;
    try {
      bytes = this.#readBytes(path);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
      if (code !== 'ENOENT') return unread(REASONS[code] ?? `cannot be read (${code})`);
      const misnamed = misnamedFile(path);
      if (misnamed !== undefined) {
        const rename = advice.renameAdvice?.(misnamed) ?? `Rename ${misnamed} to ${baseName(path)}.`;
        return unread(`there is no such file, but there is ${misnamed}, which is not read`, rename);
      }
      return advice.isOptional === true ? unread() : unread('there is no such file', advice.way_out);
    }
    const { root, diagnostics } = parseYaml(name, bytes);
    return root ? { path: name, root, isRead: true, diagnostics } : { ...unread(), diagnostics };
  }

  #readSql(path: string, namedBy: string): SqlFile {
    const outside = outsideRepository(path, namedBy);
    if (outside !== undefined) return { problem: outside };
    let bytes: Uint8Array;
    try {
      if (isLinked(path, namedBy)) return { problem: `${path} is a symbolic link; name the file itself` };
      if (!statSync(path).isFile()) return { problem: `${path} is not a file` };
      bytes = this.#readBytes(path);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'ENOENT' || code === 'ENOTDIR') return { problem: `there is no file ${path}`, isMissing: true };
      return { problem: `${path} cannot be read (${code ?? 'unknown error'})` };
    }
    if (bytes.byteLength > MAX_SQL_BYTES) {
      const size = bytes.byteLength.toLocaleString('en-US');
      return { problem: `${path} is ${size} bytes; an SQL file has at most 1 MiB` };
    }
    const text = decodeText(bytes);
    return text === undefined ? { problem: `${path} is not UTF-8 text` } : { source: sourceFile(path, text) };
  }
}

/** What to do when a YAML file is not there. */
interface YamlAdvice {
  isOptional?: true;
  way_out?: string;
  /** Advice for a file of the same name with the other ending. */
  renameAdvice?(found: string): string;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOTDIR: 'there is no such file',
  EISDIR: 'is a folder, not a file',
  EACCES: 'may not be read',
};

/** Name of the file that has the other ending of YAML files: `environment.yaml` for `environment.yml`. */
function misnamedFile(path: string): string | undefined {
  const other = path.endsWith('.yml') ? path.replace(/\.yml$/, '.yaml') : path.replace(/\.yaml$/, '.yml');
  return other !== path && existsSync(other) ? baseName(other) : undefined;
}

function readFolderNames(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .sort();
}

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
