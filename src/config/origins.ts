import type { DecodedEnvironment } from './decode-environment.ts';
import type { Environment } from './environment.ts';
import { INHERITED_SETTINGS } from './inheritance.ts';
import { isNull, type MapNode, type Node, nodeAt, type Path } from './node.ts';
import type { Config, QuerySource, QuerySources } from './schema.ts';
import { position, type SourceSpan } from './source-file.ts';

/** Where a value comes from: a place in a file, an environment variable, or a default of the schema. */
export type Origin = { file: string; line: number; column: number } | { variable: string } | 'default';

/** `config.yml:12`, `environment variable PRESTO_HOST`, `option --region`, `default`. */
export function describeOrigin(origin: Origin): string {
  if (origin === 'default') return 'default';
  if ('variable' in origin) return VARIABLE + origin.variable;
  // The value of an option and the name of a folder have no line.
  return origin.line === 0 ? origin.file : `${origin.file}:${origin.line}`;
}

const VARIABLE = 'environment variable ';

function originOf(span: SourceSpan): Origin {
  const { name, isNoFile } = span.source;
  if (!isNoFile) return { file: name, ...position(span) };
  return name.startsWith(VARIABLE) ? { variable: name.slice(VARIABLE.length) } : { file: name, line: 0, column: 0 };
}

const startOfQuery = ({ file, line, column }: QuerySource): Origin => ({ file, line, column });

/** The node of a value, or its origin where that is not its node. Undefined: no file has the value. */
type Locate = (path: Path) => Node | Origin | undefined;

const isNode = (value: Node | Origin): value is Node => typeof value === 'object' && 'kind' in value;

/** What `collectOrigins` reads. */
export interface OriginInput {
  config: Config;
  /** config.yml with its overlays. */
  root: MapNode;
  sources: QuerySources;
  environment?: { files: DecodedEnvironment; value: Environment } | undefined;
}

/** Origins of every value of the decoded configuration by dotted path. A list has one, and each of its items has one. */
export function collectOrigins({ config, root, sources, environment }: OriginInput): Map<string, Origin> {
  const origins = new Map<string, Origin>();
  collect(config, [], { origins, locate: (path) => locateInConfig(root, sources, path) });
  if (environment) {
    const { files, value } = environment;
    const locate: Locate = (path) => locateInEnvironment({ files, origins }, path.slice(1));
    collect(value, ['environment'], { origins, locate });
  }
  return origins;
}

interface Collection {
  origins: Map<string, Origin>;
  locate: Locate;
}

function collect(value: unknown, path: Path, collection: Collection): void {
  if (Array.isArray(value)) {
    add(value, path, collection);
    for (const [index, item] of value.entries()) collect(item, [...path, index], collection);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) collect(item, [...path, key], collection);
  } else add(value, path, collection);
}

function add(value: unknown, path: Path, { origins, locate }: Collection): void {
  const located = locate(path) ?? 'default';
  // A key without a value has its default. Where the value itself is null, it comes from the file.
  const isDefault = isNode(located) && isNull(located) && value !== null;
  origins.set(path.join('.'), isDefault ? 'default' : isNode(located) ? originOf(located.span) : located);
}

function locateInConfig(root: MapNode, sources: QuerySources, path: Path): Node | Origin | undefined {
  const [section, key, name, part, index] = path;
  if (section === 'presto' && key === 'port') {
    const port = nodeAt(root, path);
    return port && !isNull(port) ? port : nodeAt(root, ['presto', 'parameter']);
  }
  if (key === 'query' && section === 'training_step') return startOfQuery(sources.training);
  if (key === 'query' && section === 'transform_step') return startOfQuery(sources.batch);
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

/** The value of config.yml that a value of the environment comes from, also for a part of a mapping: `endpoint.scaling.metric`. */
function sourceOf(name: string): { target: string; source: string } | undefined {
  const inherited = INHERITED_SETTINGS.find(({ target }) => name === target || name.startsWith(`${target}.`));
  return inherited && { target: inherited.target, source: inherited.source + name.slice(inherited.target.length) };
}

function locateInEnvironment(
  { files, origins }: { files: DecodedEnvironment; origins: ReadonlyMap<string, Origin> },
  path: Path,
): Node | Origin | undefined {
  const [section, ...rest] = path;
  const name = path.join('.');
  if (name === 'name') return { file: files.directory, line: 0, column: 0 };
  // `region` of environment.yml is in aws.region.
  if (name === 'region') return origins.get('aws.region');
  const query = files.values?.query;
  if (name === 'batch_transform.query' && query) return startOfQuery(query.source);
  const roots: Record<string, MapNode> = { endpoint: files.roots.endpoint, batch_transform: files.roots.batch };
  const root = roots[String(section)];
  const written = root ? nodeAt(root, rest) : nodeAt(files.roots.environment, path);
  const inherited = sourceOf(name);
  if (written && (!isNull(written) || inherited === undefined)) return written;
  if (inherited === undefined || (root && isWrittenMapping(root, inherited.target))) return undefined;
  return origins.get(inherited.source);
}

/** True when endpoint.yml has the mapping itself: then it inherits no part of that of config.yml. */
function isWrittenMapping(root: MapNode, target: string): boolean {
  const node = nodeAt(root, target.split('.').slice(1));
  return node !== undefined && !isNull(node);
}
