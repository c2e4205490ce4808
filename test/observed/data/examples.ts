import { readFileSync } from 'node:fs';
import type { DataQuery } from '../../../src/observed/data/sql.ts';

const column = (name: string, type: string) => ({ name, type });

/** `training_step.sample` around a query, as src/desired/training-query.ts puts it. */
const sample = (sql: string, key: string, rows: number) =>
  `SELECT * FROM ( -- a sample of\n${sql}\n) AS candidates\nORDER BY xxhash64(to_utf8('42:' || CAST("${key}" AS VARCHAR))), "${key}"\nLIMIT ${rows}\n`;

/** The query that ships: late lines. */
export function shipped(rows = 5000): DataQuery {
  const sql = readFileSync(new URL('../../../sql/training.sql', import.meta.url), 'utf8');
  return {
    sql: sample(sql, 'line_key', rows),
    columns: [
      column('line_key', 'bigint'),
      column('days_to_ship', 'bigint'),
      column('days_to_commit', 'bigint'),
      column('quantity', 'double'),
      column('extendedprice', 'double'),
      column('late', 'integer'),
    ],
    target: 'late',
    features: ['days_to_ship', 'days_to_commit', 'quantity', 'extendedprice'],
    key: 'line_key',
  };
}

/** The two published examples: of the configuration, and of the article, whose target is a function of a feature. */
export function example(condition: string, order = 'ORDER BY RANDOM() LIMIT 5000'): DataQuery {
  return {
    sql: `SELECT o.orderkey, COUNT(l.linenumber) AS lineitem_count, SUM(l.quantity) AS total_quantity,
    AVG(l.discount) AS avg_discount, SUM(l.extendedprice) AS total_extended_price, o.orderdate, o.orderpriority,
    CASE WHEN ${condition} THEN 1 ELSE 0 END AS high_value_order
FROM orders o JOIN lineitem l ON o.orderkey = l.orderkey
GROUP BY o.orderkey, o.orderdate, o.orderpriority
${order}`,
    columns: [
      column('orderkey', 'bigint'),
      column('lineitem_count', 'bigint'),
      column('total_quantity', 'double'),
      column('avg_discount', 'double'),
      column('total_extended_price', 'double'),
      column('orderdate', 'date'),
      column('orderpriority', 'varchar(15)'),
      column('high_value_order', 'integer'),
    ],
    target: 'high_value_order',
    features: ['total_extended_price', 'avg_discount', 'total_quantity'],
  };
}

export const OF_THE_CONFIGURATION = "(o.orderpriority = '2-HIGH')";
export const OF_THE_ARTICLE = 'SUM(l.extendedprice) > 20000';
/** The same 5,000 orders at every run. */
export const REPEATABLE = 'ORDER BY xxhash64(to_big_endian_64(o.orderkey)), o.orderkey LIMIT 5000';
