import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataMeasures, DataProfile } from '../../../../src/observed/data/profile.ts';
import { ROOT } from '../../../config/workspace.ts';
import type { Edits } from './context.ts';

/**
 * What PrestoDB 0.296 says of tpch.tiny. Rows: `SELECT * FROM (<query>) ORDER BY xxhash64(to_utf8('42:' || CAST(<key> AS
 * VARCHAR))), <key> LIMIT 5000`, the query without its own ORDER BY RANDOM() LIMIT 5000. Best split, for each feature x and
 * the target y of those rows t:
 *
 *     WITH c AS (SELECT x, SUM(y) p, COUNT(*) n FROM t GROUP BY x),
 *     w AS (SELECT x, SUM(p) OVER (ORDER BY x) cp, SUM(n) OVER (ORDER BY x) cn, SUM(p) OVER () tp, SUM(n) OVER () tn FROM c),
 *     a AS (SELECT x, cp + (tn - cn) - (tp - cp) le, (cn - cp) + (tp - cp) gt FROM w)
 *     SELECT max_by(x, le), MAX(le), max_by(x, gt), MAX(gt) FROM a
 */
interface Measured {
  /** The shipped configuration, with the query and what belongs to it. */
  edits: Edits;
  data: DataProfile;
  measures: DataMeasures;
}

const column = (name: string, distinct: number) => ({ name, nulls: 0, distinct, numbers: null, categories: null });
const sql = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const EXAMPLE = (path: string, gate: string): Edits => ({
  'config.yml': [
    ['training_target: late', 'training_target: high_value_order'],
    [
      /training_features:\n(?: {4}- .*\n)+/,
      'training_features:\n    - total_extended_price\n    - avg_discount\n    - total_quantity\n',
    ],
    ['query_file: sql/training.sql', `query_file: ${path}`],
    [/ {2}key_column: line_key\n {2}sample:\n.*\n.*\n/, ''],
    ['accuracy_condition_threshold: 0.85', `accuracy_condition_threshold: ${gate}`],
  ],
  [path]: sql(path),
});

/** The seed's configuration: `orderpriority = '2-HIGH'`, gate 0.60. Of 5,000 orders 1,055 are 1. */
export const ORDER_PRIORITY: Measured = {
  edits: EXAMPLE('sql/examples/order-priority.sql', '0.60'),
  data: {
    rows: 5000,
    classes: { '0': 3945, '1': 1055 },
    columns: [column('total_extended_price', 4996), column('avg_discount', 280), column('total_quantity', 261)],
  },
  measures: {
    best_split: {
      feature: 'total_extended_price',
      operator: '<=',
      threshold: 953.05,
      accuracy: 0.7892,
      majority: 0.789,
    },
    repeated_keys: null,
    overlapping_rows: 0,
    splits: null,
  },
};

/** The seed's post: `SUM(extendedprice) > 20000`, gate 0.60. Of 5,000 orders 4,764 are 1. */
export const ORDER_VALUE: Measured = {
  edits: EXAMPLE('sql/examples/order-value.sql', '0.60'),
  data: {
    rows: 5000,
    classes: { '0': 236, '1': 4764 },
    columns: [column('total_extended_price', 4996), column('avg_discount', 280), column('total_quantity', 261)],
  },
  measures: {
    best_split: { feature: 'total_extended_price', operator: '>', threshold: 19957.28, accuracy: 1, majority: 0.9528 },
    repeated_keys: null,
    overlapping_rows: 0,
    splits: null,
  },
};

/** The shipped query. Of 5,000 lines 3,171 are late; the best single feature, days_to_ship, is right in 4,390. */
export const SHIPPED: Measured = {
  edits: {},
  data: {
    rows: 5000,
    classes: { '0': 1829, '1': 3171 },
    columns: [
      column('days_to_ship', 121),
      column('days_to_commit', 61),
      column('quantity', 50),
      column('extendedprice', 4771),
    ],
  },
  measures: {
    best_split: { feature: 'days_to_ship', operator: '>', threshold: 42, accuracy: 0.878, majority: 0.6342 },
    repeated_keys: 0,
    overlapping_rows: 0,
    splits: {
      train: { rows: 3500, positives: 2220 },
      validation: { rows: 1000, positives: 634 },
      test: { rows: 500, positives: 317 },
    },
  },
};
