import type { Json } from '../../json.ts';
import type { ColumnProfile, DataDiff, DataProfile, Drift } from '../../observed/data/profile.ts';
import type { Difference } from '../../plan/plan.ts';
import { plural } from '../../plural.ts';
import { clip, joined, type Part, type Word, words } from './document.ts';
import { integer } from './text.ts';

const NOTHING = '—';

/**
 * Compares the rows of the base query with those of the head query, and the head's with the training rows of the deployed
 * model. Columns that are equal and stable are counted, not listed. Without other columns there is no table.
 */
export function dataPart(data: DataDiff, differences: readonly Difference[]): Part | null {
  const { base, head, drift } = data;
  if (base === null && head === null && drift === null) return null;
  const columns = columnNames(data).map((name) => columnRow(name, data));
  const shown = columns.filter(({ changed }) => changed);
  const target = differences.find(({ path }) => path === 'training_step.training_target');
  const classes = classRows(base, head, target);
  const same = shown.length === 0 && target === undefined && JSON.stringify(base) === JSON.stringify(head);
  const rows = [...classes, ...shown.map(({ row }) => row)].map((row) => (drift === null ? row.slice(0, 3) : row));
  const left = columns.length - shown.length;
  const notes = [
    ...(shown.length > 0 ? ['Numbers: median (quartiles). Others: the most frequent values.'] : []),
    ...(left > 0
      ? [`${plural(left, 'column')} not listed: the same in base and head${drift === null ? '' : ', and stable'}.`]
      : []),
  ];
  return {
    title: 'data',
    rank: 6,
    head: [{ strong: ['Data'] }],
    tail: [': ', ...rowWords(base, head, same), ...(drift === null ? [] : ['; ', ...driftSummary(drift)])],
    blocks:
      same || rows.length === 0
        ? []
        : [
            {
              kind: 'table',
              header: ['', 'Base', 'Head', ...(drift === null ? [] : ['Drift'])],
              align: 'lrrl',
              rows,
              noun: 'row',
            },
            ...(notes.length > 0
              ? [{ kind: 'paragraph' as const, small: true as const, words: [notes.join(' ')] }]
              : []),
          ],
    open: true,
  };
}

/** `51,562 rows (60,175 in the base, −14.3 %)` */
function rowWords(base: DataProfile | null, head: DataProfile | null, same: boolean): Word[] {
  if (head === null) return [base === null ? 'not read' : `${integer(base.rows)} rows in the base`];
  const rows = plural(head.rows, 'row');
  if (same) return [`${rows}, the same figures as in the base`];
  if (base === null) return [rows];
  if (base.rows === head.rows) return [`${rows}, as many as in the base`];
  const change = base.rows === 0 ? '' : `, ${percent(head.rows / base.rows - 1)}`;
  return [`${rows} (${integer(base.rows)} in the base${change})`];
}

/** Names the columns that moved; the table has the others. */
const MOST_MOVED = 5;

function driftSummary({ columns, method, reference }: Drift): Word[] {
  const from = words` the data of ${{ prose: clip(reference, 120) }} (${{ prose: method }})`;
  const moved = (['shifted', 'moderate'] as const).flatMap((verdict) =>
    columns.filter((column) => column.verdict === verdict),
  );
  if (moved.length > 0) {
    const named = moved
      .slice(0, MOST_MOVED)
      .map(({ name, verdict }): Word[] => [{ mark: verdict }, ' ', { code: clip(name, 60) }]);
    const more = moved.length > MOST_MOVED ? [` and ${moved.length - MOST_MOVED} more`] : [];
    return ['moved away from', ...from, ': ', ...joined(named, ', '), ...more];
  }
  return columns.some(({ verdict }) => verdict === 'stable')
    ? ['no drift from', ...from]
    : ['drift from', ...from, ' is not known'];
}

/** @param target true when the classes are of another column than before */
function classRows(base: DataProfile | null, head: DataProfile | null, target: Difference | undefined): Word[][][] {
  const labels = [...new Set([...Object.keys(base?.classes ?? {}), ...Object.keys(head?.classes ?? {})])].sort();
  const share = (profile: DataProfile | null, label: string, of: Json | undefined): Word[] => {
    if (profile === null || profile.rows === 0) return [NOTHING];
    const rows = profile.classes[label] ?? 0;
    const part = `${((100 * rows) / profile.rows).toFixed(1)} % (${integer(rows)})`;
    return typeof of === 'string' ? [part, ' of ', { code: clip(of, 60) }] : [part];
  };
  return labels.map((label): Word[][] => [
    words`class ${clip(label, 60)}`,
    share(base, label, target?.from),
    share(head, label, target?.to),
    [''],
  ]);
}

function percent(share: number): string {
  return `${share < 0 ? '−' : '+'}${(Math.abs(share) * 100).toFixed(1)} %`;
}

/** Neither query has the columns that only the deployed model was trained on. */
function columnNames({ base, head, drift }: DataDiff): string[] {
  const own = [...(head?.columns ?? []), ...(base?.columns ?? [])];
  return [...new Set((base === null && head === null ? (drift?.columns ?? []) : own).map(({ name }) => name))];
}

function columnRow(name: string, { base, head, drift }: DataDiff): { changed: boolean; row: Word[][] } {
  const of = (profile: DataProfile | null) => profile?.columns.find((column) => column.name === name);
  const [before, after] = [of(base), of(head)];
  const moved = drift?.columns.find((column) => column.name === name);
  const changed =
    base === null ||
    head === null ||
    JSON.stringify(before) !== JSON.stringify(after) ||
    (moved !== undefined && moved.verdict !== 'stable');
  const cell = (profile: DataProfile | null, column: ColumnProfile | undefined, absent: string): Word[] =>
    column === undefined ? [profile === null ? NOTHING : absent] : columnWords(column, profile?.rows ?? 0);
  return {
    changed,
    row: [[{ code: clip(name, 60) }], cell(base, before, 'new'), cell(head, after, 'gone'), driftWords(moved)],
  };
}

function columnWords({ nulls, not_finite = 0, distinct, numbers, categories }: ColumnProfile, rows: number): Word[] {
  const share = (times: number) => (rows > 0 ? `${((100 * times) / rows).toFixed(1)} %` : integer(times));
  const missing = [
    ...(nulls > 0 ? [`, ${share(nulls)} NULL`] : []),
    ...(not_finite > 0 ? [`, ${share(not_finite)} not finite`] : []),
  ].join('');
  if (numbers !== null) return [`${short(numbers.p50)} (${short(numbers.p25)} – ${short(numbers.p75)})${missing}`];
  if (categories === null || categories.length === 0) return [`${plural(distinct, 'value')}${missing}`];
  const top = categories
    .slice(0, 3)
    .flatMap(({ value, rows: times }, i): Word[] => [
      ...(i === 0 ? [] : [', ']),
      { code: clip(value, 30) },
      rows > 0 ? ` ${((100 * times) / rows).toFixed(0)} %` : ` ${integer(times)}`,
    ]);
  return [...top, ...(categories.length > 3 ? [', …'] : []), ...(missing === '' ? [] : [missing])];
}

function driftWords(moved: Drift['columns'][number] | undefined): Word[] {
  if (moved === undefined) return [''];
  const figure = moved.value === null ? '' : ` ${moved.value.toFixed(2)}`;
  return [{ mark: moved.verdict }, ` ${moved.verdict}${figure}`];
}

/** A number of any size in few characters. */
function short(value: number): string {
  if (!Number.isFinite(value)) return NOTHING;
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e9 || size < 1e-3)) return value.toExponential(2);
  return value.toLocaleString('en-US', { maximumFractionDigits: size >= 100 ? 0 : size >= 1 ? 2 : 4 });
}
