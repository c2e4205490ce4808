import type { Query } from '../../sql/ast.ts';
import { type ParsedQuery, parseQuery } from '../../sql/parse-query.ts';
import { walkQuery } from '../../sql/walk.ts';

interface Mistake {
  /** Second half of the rule: `unknown-column`. */
  kind: string;
  /** The name that the message is about. */
  subject: string | undefined;
  /** Offset at which Presto reports the mistake. */
  at: number | undefined;
  sql: string;
}

/**
 * Says what to do about a mistake, where the text of the query shows what its author meant: a name that only SELECT
 * gives, text in the wrong quotes, a function of another database. Undefined for all other mistakes.
 */
export function adviceFor({ kind, subject, at, sql }: Mistake): string | undefined {
  if (kind === 'syntax') return syntaxAdvice(sql, at);
  if (subject === undefined) return undefined;
  if (kind === 'unknown-function') return functionAdvice(subject);
  return kind === 'unknown-column' ? columnAdvice(subject.toLowerCase(), at, sql) : undefined;
}

/** The advice of our own parser, where it reports a problem at the same place as Presto. */
function syntaxAdvice(sql: string, at: number | undefined): string | undefined {
  const parsed = parseQuery(sql);
  if (parsed.ok || parsed.problem.place.offset !== at) return undefined;
  const { advice } = parsed.problem;
  if (advice === undefined) return undefined;
  return `${advice.charAt(0).toUpperCase()}${advice.slice(1)}${advice.endsWith('?') ? '' : '.'}`;
}

function columnAdvice(subject: string, at: number | undefined, sql: string): string | undefined {
  if (at !== undefined && sql[at] === '"') return "Correct the name; write text in single quotes, '…'.";
  if (/^datediff\s*\(\s*\w+\s*,/i.test(callAt(sql, at))) return functionAdvice('datediff');
  const parsed = parseQuery(sql);
  if (!parsed.ok) return undefined;
  const [table, column] = subject.split('.');
  if (column === undefined) {
    return namesOfSelect(parsed.query).has(subject)
      ? `Only ORDER BY can use ${subject}, a name from the SELECT list: repeat the expression, or select it in a subquery or WITH.`
      : undefined;
  }
  const alias = aliasOf(parsed, table ?? '');
  return alias === undefined ? undefined : `Write ${alias}.${column}: here, the table ${table} is called ${alias}.`;
}

/** The text of a function call from its name on, when the first argument is at `at`. */
function callAt(sql: string, at: number | undefined): string {
  return at === undefined ? '' : (/\w+\s*\(\s*$/.exec(sql.slice(0, at))?.[0] ?? '') + sql.slice(at, at + 40);
}

/** The names that SELECT lists give with AS. */
function namesOfSelect(query: Query): Set<string> {
  const names = new Set<string>();
  walkQuery(query, {
    select: ({ items }) => {
      for (const item of items) if (item.kind === 'expression' && item.alias !== undefined) names.add(item.alias);
    },
  });
  return names;
}

/** The alias of a table, when the query gives it exactly one. */
function aliasOf({ query }: ParsedQuery, name: string): string | undefined {
  const aliases = new Set<string>();
  walkQuery(query, {
    relation: (relation) => {
      if (relation.kind !== 'table' || relation.path.at(-1) !== name) return;
      if (relation.alias !== undefined && relation.alias !== name) aliases.add(relation.alias);
    },
  });
  const [only] = aliases;
  return aliases.size === 1 ? only : undefined;
}

/** What to write in Presto instead of a function of another database. */
const FOREIGN_FUNCTIONS = new Map(
  Object.entries({
    ifnull: 'coalesce(a, b)',
    nvl: 'coalesce(a, b)',
    isnull: 'a IS NULL, or coalesce(a, b)',
    getdate: 'now() or current_date',
    sysdate: 'now() or current_date',
    datediff: "date_diff('day', a, b)",
    dateadd: "date_add('day', 1, a)",
    to_char: "date_format(a, '%Y-%m-%d') or CAST(a AS varchar)",
    to_number: 'CAST(a AS double)',
    len: 'length(a)',
    charindex: 'strpos(a, b)',
    instr: 'strpos(a, b)',
    string_agg: "array_join(array_agg(a), ',')",
    group_concat: "array_join(array_agg(a), ',')",
    listagg: "array_join(array_agg(a), ',')",
    median: 'approx_percentile(a, 0.5)',
    percentile_cont: 'approx_percentile(a, 0.5)',
    iif: 'IF(a, b, c)',
    safe_divide: 'a / nullif(b, 0)',
    format: 'CAST(a AS varchar), or date_format(a, b) for a date',
  }).map(([name, instead]) => [name, `Write ${instead}.`]),
);

const functionAdvice = (name: string): string | undefined => FOREIGN_FUNCTIONS.get(name.toLowerCase());
