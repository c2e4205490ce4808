/**
 * Times what works on texts, in a process of its own, and prints it as JSON:
 *
 *   node time-texts.ts difference FROM TO     two files, line by line
 *   node time-texts.ts sql QUERY YAML         a query, and for comparison YAML of as many bytes
 */
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { lineDifference } from '../../src/plan/line-difference.ts';
import { analyseSql } from '../../src/sql/analyse-sql.ts';
import { canonicalSql } from '../../src/sql/canonical-sql.ts';
import { tokenize } from '../../src/sql/tokens.ts';
import { spread } from './lib/statistics.mjs';

/** Milliseconds that the later calls are to fill together. */
const ENOUGH = 100;

/** The first call, before anything is compiled, and the median of the later ones, which few interruptions do not move. */
function times(work: () => unknown): { first_milliseconds: number; milliseconds: number } {
  const once = () => {
    const begun = performance.now();
    work();
    return performance.now() - begun;
  };
  const first = once();
  const later = [once()];
  for (const end = performance.now() + ENOUGH; performance.now() < end; ) later.push(once());
  return { first_milliseconds: first, milliseconds: spread(later).median };
}

function difference(from: string, to: string) {
  const took = times(() => lineDifference(from, to));
  const count = (mark: string) => lineDifference(from, to).filter((line) => line.mark === mark).length;
  return { ...took, added: count('+'), removed: count('-') };
}

function sql(query: string, yaml: string) {
  const analysed = analyseSql(query);
  if (!analysed.ok) throw new Error(`the query is refused: ${analysed.problem.message}`);
  return {
    tokenize: times(() => tokenize(query)),
    canonicalSql: times(() => canonicalSql(query)),
    analyseSql: times(() => analyseSql(query)),
    yaml: times(() => load(yaml)),
  };
}

const [what, ...files] = process.argv.slice(2);
const [one = '', other = ''] = files.map((file) => readFileSync(file, 'utf8'));
process.stdout.write(JSON.stringify(what === 'sql' ? sql(one, other) : difference(one, other)));
