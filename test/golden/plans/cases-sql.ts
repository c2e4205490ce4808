import { batch, config, type PlanCase, training, UNCHANGED } from './project.ts';

const QUERY = { all: ['query training_step.query'] };
const BATCH = { all: ['batch environment.batch_transform.query'] };

const inlined = (query: string) => `query: |\n${query.replace(/^(?=.)/gm, '    ')}`;

export const SQL_SAME: readonly PlanCase[] = [
  {
    name: 'blanks and line breaks between words',
    head: [
      {
        file: 'sql/training.sql',
        by: (text) => text.replace('FROM lineitem l\nJOIN orders o ON', 'FROM\n\n\tlineitem   l JOIN orders o\n  ON'),
      },
    ],
    expect: UNCHANGED,
  },
  {
    name: 'everything on one line, comments left out',
    head: [{ file: 'sql/training.sql', by: (text) => text.replaceAll(/--.*$/gm, '').replaceAll(/\s+/g, ' ').trim() }],
    expect: UNCHANGED,
  },
  {
    name: 'a comment at the end of a line is another',
    head: [training('an order has at most 7 lines', 'seven lines at most')],
    expect: UNCHANGED,
  },
  {
    name: 'a comment in a block, within a line',
    head: [training('FROM lineitem l', 'FROM /* one row a line; not -- this */ lineitem l')],
    expect: UNCHANGED,
  },
  {
    name: 'a comment at the end of the query',
    head: [{ file: 'sql/training.sql', by: (text) => `${text.trimEnd()} -- that is all` }],
    expect: UNCHANGED,
  },
  {
    name: 'a comment with a quote in it',
    head: [training('an order has at most 7 lines', "an order hasn't more than 7 lines")],
    expect: UNCHANGED,
  },
  {
    name: 'key words in lower case',
    head: [
      {
        file: 'sql/training.sql',
        by: (text) =>
          text.replace('SELECT', 'select').replace('FROM', 'from').replace('JOIN', 'Join').replace(' ON ', ' on '),
      },
    ],
    expect: UNCHANGED,
  },
  {
    name: 'a closing semicolon',
    head: [{ file: 'sql/training.sql', by: (text) => `${text.trimEnd()};\n` }],
    expect: UNCHANGED,
  },
  {
    name: 'line ends of Windows',
    head: [{ file: 'sql/training.sql', by: (text) => text.replaceAll('\n', '\r\n') }],
    expect: UNCHANGED,
  },
  {
    name: 'no line break at the end of the file',
    head: [{ file: 'sql/training.sql', by: (text) => text.trimEnd() }],
    expect: UNCHANGED,
  },
  {
    name: 'blank lines before and after',
    head: [{ file: 'sql/training.sql', by: (text) => `\n\n${text}\n\n` }],
    expect: UNCHANGED,
  },
  {
    name: 'the query moves from its file into config.yml',
    head: [
      {
        file: 'config.yml',
        by: (text) =>
          text.replace(
            'query_file: sql/training.sql',
            `${inlined("SELECT\n  l.orderkey * 10 + l.linenumber AS line_key,\n  date_diff('day', o.orderdate, l.shipdate) AS days_to_ship,\n  date_diff('day', o.orderdate, l.commitdate) AS days_to_commit,\n  l.quantity,\n  l.extendedprice,\n  IF(l.receiptdate > l.commitdate, 1, 0) AS late\nFROM lineitem l\nJOIN orders o ON l.orderkey = o.orderkey\n")}`,
          ),
      },
    ],
    expect: UNCHANGED,
  },
  {
    name: 'the file of the query has another name',
    head: [
      { file: 'sql/training.sql', rename: 'sql/late/lines.sql' },
      config('sql/training.sql', 'sql/late/lines.sql'),
    ],
    expect: UNCHANGED,
  },
  {
    name: 'an SQL file that nothing names',
    head: [{ file: 'sql/examples/another.sql', write: 'SELECT 1' }],
    expect: UNCHANGED,
  },
  {
    name: 'an SQL file that nothing names goes away',
    head: [{ file: 'sql/examples/order-value.sql', remove: true }],
    expect: UNCHANGED,
  },
  {
    name: 'the batch query laid out otherwise',
    head: [{ file: 'sql/batch.sql', by: (text) => text.replaceAll('\n', '\n  ') }],
    expect: UNCHANGED,
  },
  {
    name: 'a comment of the batch query',
    head: [batch('34 years are taken off', 'Thirty-four years are taken off')],
    expect: UNCHANGED,
  },
];

export const SQL_CHANGED: readonly PlanCase[] = [
  {
    name: 'another operator',
    head: [training('l.receiptdate > l.commitdate', 'l.receiptdate >= l.commitdate')],
    expect: QUERY,
  },
  { name: 'another number', head: [training('l.orderkey * 10', 'l.orderkey * 100')], expect: QUERY },
  {
    name: 'another text in quotes',
    head: [training("date_diff('day', o.orderdate, l.shipdate)", "date_diff('week', o.orderdate, l.shipdate)")],
    expect: QUERY,
  },
  {
    name: 'letter case within quotes is data',
    base: [training('ON l.orderkey = o.orderkey', "ON l.orderkey = o.orderkey\nWHERE l.shipmode = 'AIR'")],
    head: [training("'AIR'", "'air'")],
    expect: QUERY,
  },
  {
    name: 'blanks within quotes are data',
    base: [training('ON l.orderkey = o.orderkey', "ON l.orderkey = o.orderkey\nWHERE l.shipmode = 'REG AIR'")],
    head: [training("'REG AIR'", "'REG  AIR'")],
    expect: QUERY,
  },
  {
    name: 'what looks like a comment within quotes is data',
    base: [training('ON l.orderkey = o.orderkey', "ON l.orderkey = o.orderkey\nWHERE l.comment = 'a -- b'")],
    head: [training("'a -- b'", "'a -- c'")],
    expect: QUERY,
  },
  {
    name: 'another condition',
    head: [training('ON l.orderkey = o.orderkey', "ON l.orderkey = o.orderkey\nWHERE o.orderpriority <> '5-LOW'")],
    expect: QUERY,
  },
  {
    name: 'a condition is commented out',
    base: [training('ON l.orderkey = o.orderkey', 'ON l.orderkey = o.orderkey\nWHERE l.quantity > 1')],
    head: [training('WHERE l.quantity > 1', '-- WHERE l.quantity > 1')],
    expect: QUERY,
  },
  {
    name: 'code ends up behind a comment',
    head: [training('l.extendedprice,\n    IF(', 'l.extendedprice, -- IF(false, 1, 0)\n    l.discount,\n    IF(')],
    expect: QUERY,
  },
  { name: 'a left join', head: [training('JOIN orders', 'LEFT JOIN orders')], expect: QUERY },
  {
    name: 'the table of another schema',
    head: [training('FROM lineitem l', 'FROM tpch.sf1.lineitem l')],
    expect: QUERY,
  },
  {
    name: 'the order of the columns',
    head: [training('    l.quantity,\n    l.extendedprice,\n', '    l.extendedprice,\n    l.quantity,\n')],
    expect: QUERY,
  },
  { name: 'DISTINCT', head: [training('SELECT\n', 'SELECT DISTINCT\n')], expect: QUERY },
  {
    name: 'the window of the batch query',
    head: [
      batch(
        "l.shipdate AS TIMESTAMP) < {end_time_utc} - INTERVAL '34' YEAR",
        "l.shipdate AS TIMESTAMP) <= {end_time_utc} - INTERVAL '34' YEAR",
      ),
    ],
    expect: BATCH,
  },
  {
    name: 'an interval of the batch query',
    head: [batch(">= {start_time_utc} - INTERVAL '34' YEAR", ">= {start_time_utc} - INTERVAL '33' YEAR")],
    expect: BATCH,
  },
  {
    name: 'a placeholder of the batch query is the other one',
    head: [batch('>= {start_time_utc}', '>= {end_time_utc}')],
    expect: BATCH,
  },
  {
    name: 'both queries at once',
    head: [training('JOIN orders', 'LEFT JOIN orders'), batch('JOIN orders', 'LEFT JOIN orders')],
    expect: { all: ['query training_step.query', 'batch environment.batch_transform.query'] },
  },
  {
    name: 'the batch query of one environment alone',
    head: [
      { file: 'environments/dev/batch-transform.yml', by: (text) => `${text}query_file: own.sql\n` },
      {
        file: 'environments/dev/own.sql',
        write:
          'SELECT 1 AS line_key, 2 AS days_to_ship, 3 AS days_to_commit, 4 AS quantity, 5 AS extendedprice WHERE {start_time_utc} < {end_time_utc}',
      },
    ],
    expect: { dev: ['batch environment.batch_transform.query'] },
  },
  {
    name: 'the training query of one environment alone',
    head: [
      {
        file: 'environments/dev/environment.yml',
        by: (text) =>
          text.replace(
            'config: {}',
            'config:\n  training_step:\n    query: SELECT 1 AS line_key, 2 AS days_to_ship, 3 AS days_to_commit, 4 AS quantity, 5 AS extendedprice, 0 AS late',
          ),
      },
    ],
    expect: { dev: ['query training_step.query'] },
  },
];

const JOINED = 'ON l.orderkey = o.orderkey';

/** The training query with one condition, and with another one. */
const where = (name: string, from: string, to: string, expect: PlanCase['expect']): PlanCase => ({
  name: `${name}: ${from} → ${to}`,
  base: [training(JOINED, `${JOINED}\nWHERE ${from}`)],
  head: [training(`WHERE ${from}`, `WHERE ${to}`)],
  expect,
});

export const CONDITIONS_SAME: readonly PlanCase[] = [
  where(
    'a line break within an expression',
    'l.quantity BETWEEN 1 AND 5',
    'l.quantity\n  between 1\n  and 5',
    UNCHANGED,
  ),
  where('a comment between words', 'l.quantity > 1', 'l.quantity /* pieces */ > -- at least\n 1', UNCHANGED),
];

export const CONDITIONS_CHANGED: readonly PlanCase[] = [
  // Queries are compared by their tokens: what may be the same rows is read once more.
  where('another spelling of an operator', 'l.quantity <> 1', 'l.quantity != 1', QUERY),
  where('brackets, even where they change nothing', 'l.quantity > 1 AND l.tax > 0', '(l.quantity > 1) AND (l.tax > 0)', QUERY),
  where(
    'brackets, even where the order stays',
    'l.quantity + l.tax * 2 > 1',
    'l.quantity + (l.tax * 2) > 1',
    QUERY,
  ),
  where('letter case of names', 'l.quantity > 1', 'L.Quantity > 1', QUERY),
  where('letter case of functions', 'abs(l.quantity) > 1', 'ABS(l.quantity) > 1', QUERY),
  where('brackets that change the order', 'l.quantity + l.tax * 2 > 1', '(l.quantity + l.tax) * 2 > 1', QUERY),
  where('brackets behind a minus', 'l.quantity - l.tax - 1 > 1', 'l.quantity - (l.tax - 1) > 1', QUERY),
  where(
    'AND and OR',
    'l.quantity > 1 OR l.tax > 0 AND l.discount > 0',
    '(l.quantity > 1 OR l.tax > 0) AND l.discount > 0',
    QUERY,
  ),
  where('NOT', 'NOT l.quantity > 1 AND l.tax > 0', 'NOT (l.quantity > 1 AND l.tax > 0)', QUERY),
  where('places of a decimal are part of its type', 'l.quantity / 3.0 > 1', 'l.quantity / 3.00 > 1', QUERY),
  where('a decimal and a double', 'l.quantity > 1.0', 'l.quantity > 1E0', QUERY),
  where('a semicolon in quotes', "l.comment <> ';'", "l.comment <> ''", QUERY),
  where('a doubled quote', "l.comment <> 'it''s'", "l.comment <> 'its'", QUERY),
  where('what comes first is divided', 'l.quantity / l.tax > 1', 'l.tax / l.quantity > 1', QUERY),
  where('a pattern', "l.comment LIKE '%late%'", "l.comment LIKE '%Late%'", QUERY),
  where('IN and NOT IN', 'l.linenumber IN (1, 2)', 'l.linenumber NOT IN (1, 2)', QUERY),
  where('a date in quotes', "l.shipdate > DATE '1995-01-01'", "l.shipdate > DATE '1996-01-01'", QUERY),
  where('a name in quotes is no text', 'l.comment <> "l"."shipmode"', "l.comment <> 'shipmode'", QUERY),
];
