import { relative } from 'node:path';
import type { Config, Environment, Origin } from '../config/index.ts';
import type { Log } from '../ports/log.ts';
import type { Result } from '../result.ts';
import { loadProject, type ProjectInput } from './project.ts';

export interface ConfigShowFacts {
  config: Config;
  environment: Environment | null;
  /** Where each value comes from, by dotted path: `file:line:column`, `$VARIABLE` or `default`. */
  origins: Record<string, string>;
}

/** The decoded configuration with every default filled in, and where each value comes from. */
export function configShow(input: ProjectInput, log: Log): Result<ConfigShowFacts> {
  const { config, environment, origins } = loadProject(input, log);
  return {
    schema_version: 1,
    verb: 'config show',
    decision: 'unchanged',
    reason_code: 'ok',
    summary: environment === undefined ? 'The configuration' : `The configuration of ${environment.name}`,
    facts: {
      config,
      environment: environment ?? null,
      origins: Object.fromEntries([...origins].map(([path, origin]) => [path, originText(origin)])),
    },
  };
}

function originText(origin: Origin): string {
  if (origin === 'default') return 'default';
  if ('variable' in origin) return `$${origin.variable}`;
  return `${relative(process.cwd(), origin.file) || origin.file}:${origin.line}:${origin.column}`;
}

/** One line a value, `path: value`, with its origin behind it when asked for. */
export function configLines(facts: ConfigShowFacts, withOrigins: boolean): string {
  const rows: Array<[string, string]> = [];
  const walk = (path: string, value: unknown): void => {
    if (Array.isArray(value) ? value.some((item) => typeof item === 'object') : isTree(value)) {
      for (const [key, child] of Object.entries(value as object)) walk(path === '' ? key : `${path}.${key}`, child);
    } else if (value !== undefined) {
      rows.push([path, JSON.stringify(value)]);
    }
  };
  walk('', facts.config);
  if (facts.environment !== null) walk(`environments.${facts.environment.name}`, facts.environment);
  const width = Math.min(72, Math.max(...rows.map(([path, value]) => path.length + value.length + 2)));
  return rows
    .map(([path, value]) => {
      const line = `${path}: ${value}`;
      return withOrigins ? `${line.padEnd(width)}  # ${facts.origins[path] ?? 'default'}` : line;
    })
    .join('\n');
}

const isTree = (value: unknown): value is object => typeof value === 'object' && value !== null;
