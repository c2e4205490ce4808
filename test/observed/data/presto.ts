import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { containerPython } from '../../../scripts/lib/container-images.mjs';
import { ROOT } from '../../../scripts/lib/paths.mjs';

import { connectPresto } from '../../../src/adapters/presto/index.ts';
import type { DataQuery } from '../../../src/observed/data/sql.ts';
import type { Presto, PrestoColumn } from '../../../src/ports/presto.ts';

/** The Presto of the local platform, which `npm test` starts and names. */
export function testPresto(): Presto {
  const { PRESTO_HOST: host, PRESTO_PORT: port } = process.env;
  if (host === undefined || port === undefined) {
    throw new Error('PRESTO_HOST and PRESTO_PORT name no Presto: run the tests with npm test.');
  }
  return connectPresto({ host, port: Number(port), protocol: 'http', catalog: 'tpch', schema: 'tiny', user: 'test' });
}

/** A Presto that notes what it is asked, for tests that count or search the statements and answers. */
export function watched(presto: Presto): Presto & { statements: string[]; answers: string[] } {
  const statements: string[] = [];
  const answers: string[] = [];
  return {
    statements,
    answers,
    async run(sql, options) {
      statements.push(sql);
      const answer = await presto.run(sql, options);
      if (answer.ok) answers.push(JSON.stringify(answer.rows));
      return answer;
    },
  };
}

/** All rows of a query, for the independent computation: the product never does this. */
export async function fetched(presto: Presto, sql: string): Promise<{ columns: PrestoColumn[]; rows: unknown[][] }> {
  const answer = await presto.run(sql, { maxRows: 100_000, timeout: 120_000 });
  if (!answer.ok) throw new Error(answer.error.message);
  return answer;
}

/** A query over literal rows, with the columns as Presto describes them. */
export async function literal(
  presto: Presto,
  sql: string,
  roles: Pick<DataQuery, 'target' | 'features' | 'key'>,
): Promise<DataQuery> {
  const { columns } = await fetched(presto, `SELECT * FROM (\n${sql}\n) LIMIT 0`);
  return { sql, columns, ...roles };
}

const DECODE = `
import json, sys
sys.path.insert(0, sys.argv[1])
from mlops.dataset import Decoder, ColumnSelection, locate
from mlops.presto import Column
from mlops.split import Split
asked = json.load(sys.stdin)
columns = [Column(**column) for column in asked["columns"]]
decoder = Decoder(locate(ColumnSelection(asked["key"], asked["target"], tuple(asked["features"])), columns))
page = decoder.decode(asked["rows"])
decoder.finish()
parts = Split(asked["train"], asked["test"]).assign(page.keys)
`;

/** What the container's own code prints for rows as Presto sends them. */
function container(
  program: string,
  query: DataQuery,
  fetched: { columns: PrestoColumn[]; rows: unknown[][] },
  split: { train: number; test: number },
): string {
  const { target, features, key = null } = query;
  const columns = fetched.columns.map(({ name, type }) => ({ name, type }));
  const python = containerPython('1.2-1')?.python;
  if (python === undefined) throw new Error('There is no Python that plays the container: run npm run setup.');
  const { status, stdout, stderr } = spawnSync(python, ['-c', program, join(ROOT, 'sagemaker-code')], {
    input: JSON.stringify({ columns, rows: fetched.rows, target, features, key, ...split }),
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

/** Which part the container puts each row in: 0 train, 1 validation, 2 test. */
export function containerParts(
  query: DataQuery,
  fetched: { columns: PrestoColumn[]; rows: unknown[][] },
  split: { train: number; test: number },
): number[] {
  return JSON.parse(container(`${DECODE}print(json.dumps(parts.tolist()))`, query, fetched, split)) as number[];
}

const PROFILE = `from mlops.profile import Profile
profile = Profile(asked["features"])
profile.add(page.identities, page.labels, parts, page.values)
print(json.dumps({"data": {"profile": dict(profile.as_json(), target=asked["target"])}}))`;

/** evaluation.json, as far as it holds the profile that the container makes of the rows. */
export function containerReport(query: DataQuery, fetched: { columns: PrestoColumn[]; rows: unknown[][] }): Uint8Array {
  return new TextEncoder().encode(container(`${DECODE}${PROFILE}`, query, fetched, { train: 0.7, test: 0.9 }));
}
