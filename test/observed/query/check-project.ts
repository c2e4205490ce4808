import { join } from 'node:path';
import { connectPresto } from '../../../src/adapters/presto/index.ts';
import type { Place } from '../../../src/finding.ts';
import { checkQuery, type QueryToCheck } from '../../../src/observed/query/check-query.ts';
import type { PrestoConnection } from '../../../src/ports/presto.ts';
import { ROOT, seedWith, Workspace } from '../../config/workspace.ts';

const HOST = process.env.PRESTO_HOST;
const PORT = Number(process.env.PRESTO_PORT);
if (HOST === undefined || !PORT)
  throw new Error('PRESTO_HOST and PRESTO_PORT are not set: run the tests with npm test');

export const CONNECTION: PrestoConnection = {
  host: HOST,
  port: PORT,
  protocol: 'http',
  catalog: 'tpch',
  schema: 'tiny',
  user: 'mlops',
};
export const presto = connectPresto(CONNECTION);

const seed = seedWith();
const TRAINING = seed.slice(seed.indexOf('  query: |'), seed.indexOf('\ntuning_step'));
const BATCH = /.*\n(?: {4}.*\n)+/.exec(seed.slice(seed.lastIndexOf('  query: |')))?.[0] ?? '';
const COLUMNS = seed.slice(seed.indexOf('  training_target:'), seed.indexOf('  sklearn_framework_version:'));

export interface Written {
  /** Lines of `training_step` that give the query; without, `query_file: training.sql`. */
  training?: string;
  /** Of `transform_step`. */
  batch?: string;
  /** `training_target` and the lines behind it. */
  columns?: string;
  files?: Record<string, string>;
}

const WHOLE = 'SELECT 1.5 AS price, 2 AS amount, 1 AS label FROM nation';

let workspace: Workspace | undefined;

/** To be called after each test. */
export function removeProject(): void {
  workspace?.remove();
  workspace = undefined;
}

/** Loads a configuration with marks in it, as far as the marks; `expected` is what stands between them. */
export function load(written: Written, environment?: string) {
  // In the order of the file: the seed has the same query twice.
  const config = seed
    .replace(COLUMNS, () => `${written.columns ?? '  training_target: label\n  training_features: [price, amount]'}\n`)
    .replace(TRAINING, () => `${written.training ?? '  query_file: training.sql'}\n`)
    .replace(
      BATCH,
      () => `${written.batch ?? '  query: SELECT 1 AS price, 2 AS amount WHERE {start_time_utc} < now()'}\n`,
    );
  const files: Record<string, string> = { 'training.sql': WHOLE, ...written.files, 'config.yml': config };
  let expected: Place | undefined;
  for (const [file, text] of Object.entries(files)) {
    const [start, end] = [text.indexOf('«'), text.indexOf('»')];
    if (start === -1) continue;
    files[file] = text.replace('«', '').replace('»', '');
    // A byte order mark is not a character of the first line.
    const before = text.replace('\ufeff', '').slice(0, text.replace('\ufeff', '').indexOf('«')).split('\n');
    const [line, column] = [before.length, [...(before.at(-1) ?? '')].length + 1];
    const inside = [...text.slice(start + 1, end)].length;
    expected = { file, line, column, ...(inside === 0 ? {} : { end_line: line, end_column: column + inside - 1 }) };
  }
  workspace = new Workspace(files);
  const loaded = workspace.load(environment === undefined ? {} : { environment });
  if (!loaded.ok) throw new Error(workspace.errors().join('\n'));
  return { ...loaded, expected };
}

export function training({ config, origins, sources }: ReturnType<typeof load>): QueryToCheck {
  const source = sources.training;
  const { query: sql, training_target: target, training_features: features, key_column: key } = config.training_step;
  return { kind: 'training', sql, source, target, features, ...(key === undefined ? {} : { key }), ...places(origins) };
}

export function batch({ config, origins, sources, environment }: ReturnType<typeof load>): QueryToCheck {
  const { query: sql } = environment?.batch_transform ?? config.transform_step;
  const source = sources.batch;
  const { key_column: key } = config.transform_step;
  const features = config.training_step.training_features;
  return { kind: 'batch', sql, source, features, ...(key === undefined ? {} : { key }), ...places(origins) };
}

function places(origins: ReturnType<typeof load>['origins']): Pick<QueryToCheck, 'place' | 'file'> {
  const file = (name: string) => workspace?.relative(name) ?? name;
  return {
    file,
    place(path) {
      const origin = origins.get(path);
      if (origin === undefined || origin === 'default' || 'variable' in origin) return null;
      return { ...origin, file: file(origin.file) };
    },
  };
}

/** The one mistake of a query, with the start of its place checked against the marks. */
export async function mistake(query: QueryToCheck, expected: Place | undefined) {
  expect(expected).toBeDefined();
  const { check, findings } = await checkQuery(presto, query);
  expect(findings.map(({ rule }) => rule)).toHaveLength(1);
  const [found] = findings;
  // A value of config.yml is known by where it starts.
  const { end_line: _, end_column: __, ...start } = expected ?? { file: '', line: 0, column: 0 };
  const place = found?.place?.end_line === undefined ? start : expected;
  expect({ place: found?.place, rule: found?.rule, message: found?.message }).toMatchObject({ place });
  return { check, finding: found };
}

/** The configuration that this repository ships. */
export function shipped(): ReturnType<typeof load> {
  workspace = new Workspace({});
  const loaded = workspace.load({ file: join(ROOT, 'config.yml') });
  if (!loaded.ok) throw new Error('the shipped configuration is wrong');
  return { ...loaded, expected: undefined };
}
