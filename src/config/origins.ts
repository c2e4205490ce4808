import type { Environment } from './environment-schema.ts';
import type { EnvironmentFiles } from './judge-environment.ts';
import { isNull, type MapNode, type Node, nodeAt, type Path } from './node.ts';
import type { Config, QuerySource } from './schema.ts';
import { type Place, position } from './source-file.ts';

/** Where a value comes from: a place in a file, an environment variable, or a default of the schema. */
export type Origin = { file: string; line: number; column: number } | { variable: string } | 'default';

/** `config.yml:12`, `environment variable PRESTO_HOST`, `option region`, `default` */
export function describeOrigin(origin: Origin): string {
  if (origin === 'default') return 'default';
  if ('variable' in origin) return VARIABLE + origin.variable;
  // A value that was given as an option, or as the name of a folder, has no line.
  return origin.line === 0 ? origin.file : `${origin.file}:${origin.line}`;
}

const VARIABLE = 'environment variable ';

function originOf(place: Place): Origin {
  const { name, given } = place.source;
  if (!given) return { file: name, ...position(place) };
  return name.startsWith(VARIABLE) ? { variable: name.slice(VARIABLE.length) } : { file: name, line: 0, column: 0 };
}

const startOf = ({ file, line, column }: QuerySource): Origin => ({ file, line, column });

type Locate = (path: Path) => Node | Origin | undefined;

const isNode = (value: Node | Origin): value is Node => typeof value === 'object' && 'kind' in value;

/** Origins of every value of the decoded configuration, by dotted path; lists have one of their own and one per item. */
export function collectOrigins(
  config: Config,
  root: MapNode,
  files: EnvironmentFiles | undefined,
  environment: Environment | undefined,
): Map<string, Origin> {
  const origins = new Map<string, Origin>();
  collect(config, [], (path) => inConfig(config, root, path), origins);
  if (files && environment) {
    collect(
      environment,
      ['environment'],
      (path) => inEnvironment(config, environment, files, origins, path.slice(1)),
      origins,
    );
  }
  return origins;
}

/** Facts about the value rather than values of it. */
const ABOUT = new Set(['query_source', 'directory', 'file']);

function collect(value: unknown, path: Path, locate: Locate, origins: Map<string, Origin>): void {
  if (Array.isArray(value)) {
    put(value, path, locate, origins);
    for (const [index, item] of value.entries()) collect(item, [...path, index], locate, origins);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (!ABOUT.has(key)) collect(item, [...path, key], locate, origins);
    }
  } else put(value, path, locate, origins);
}

function put(value: unknown, path: Path, locate: Locate, origins: Map<string, Origin>): void {
  const found = locate(path) ?? 'default';
  // A key without a value has its default; where the value itself is null, the file says so.
  const absent = isNode(found) && isNull(found) && value !== null;
  origins.set(path.join('.'), absent ? 'default' : isNode(found) ? originOf(found.place) : found);
}

function inConfig(config: Config, root: MapNode, path: Path): Node | Origin | undefined {
  const [section, key, name, part, index] = path;
  if (section === 'presto' && key === 'port') {
    const port = nodeAt(root, path);
    return port && !isNull(port) ? port : nodeAt(root, ['presto', 'parameter']);
  }
  if (key === 'query' && (section === 'training_step' || section === 'transform_step')) {
    return startOf(config[section].query_source);
  }
  if (key === 'hyperparam_ranges' && name !== undefined && part !== undefined) {
    const written = nodeAt(root, [String(section), key, name]);
    if (written?.kind !== 'list') return nodeAt(root, path);
    if (part === 'min') return written.items[0];
    if (part === 'max') return written.items[1];
    if (part === 'scaling') return undefined;
    return index === undefined ? written : written.items[Number(index)];
  }
  return nodeAt(root, path);
}

/** Where a value of endpoint.yml or batch-transform.yml comes from when the file leaves it out. */
const FALLBACKS: Record<string, string> = {
  'endpoint.endpoint_name': 'realtime_endpoint.endpoint_name',
  'endpoint.endpoint_config_name': 'realtime_endpoint.endpoint_config_name',
  'endpoint.instance_type': 'realtime_endpoint.instance_type',
  'endpoint.min_instance_count': 'realtime_endpoint.min_instance_count',
  'endpoint.max_instance_count': 'realtime_endpoint.max_instance_count',
  'endpoint.scaling': 'realtime_endpoint.scaling',
  'endpoint.target_invocations_per_instance': 'realtime_endpoint.target_invocations_per_instance',
  'batch_transform.pipeline_name': 'pipeline.transform_pipeline_name',
  'batch_transform.instance_type': 'transform_step.instance_type',
  'batch_transform.instance_count': 'transform_step.instance_count',
  'batch_transform.query': 'transform_step.query',
  'batch_transform.output_prefix': 'transform_step.output_prefix',
  region: 'aws.region',
};

function inEnvironment(
  config: Config,
  environment: Environment,
  files: EnvironmentFiles,
  origins: ReadonlyMap<string, Origin>,
  path: Path,
): Node | Origin | undefined {
  const [first, ...rest] = path;
  const roots: Record<string, MapNode> = { endpoint: files.roots.endpoint, batch_transform: files.roots.batch };
  const root = roots[String(first)];
  const name = path.join('.');
  if (name === 'name') return { file: files.directory, line: 0, column: 0 };
  if (name === 'batch_transform.query') {
    const source = environment.batch_transform.query_source;
    const inherited =
      source.file === config.transform_step.query_source.file &&
      source.line === config.transform_step.query_source.line;
    return inherited ? origins.get('transform_step.query') : startOf(source);
  }
  const written = root ? nodeAt(root, rest) : name === 'region' ? undefined : nodeAt(files.roots.environment, path);
  const fallback = FALLBACKS[name];
  if (written && (!isNull(written) || fallback === undefined)) return written;
  return fallback === undefined ? undefined : origins.get(fallback);
}
