import type { ColumnProfile, DataDiff, DataProfile, Drift } from '../observed/data-profile.ts';
import { count } from './plan-diff.ts';
import { type Block, clip, type Word, words } from './plan-document.ts';
import { integer } from './plan-text.ts';

const NOTHING = '—';

/**
 * The rows of the base query beside those of the head query, and how far the head's are from what the deployed model was
 * trained on. Columns that are the same in both and stable are counted, not listed.
 */
export function dataBlocks(data: DataDiff): Block[] {
  const { base, head, drift } = data;
  if (base === null && head === null && drift === null) return [];
  const columns = columnNames(data).map((name) => columnRow(name, data));
  const shown = columns.filter(({ changed }) => changed);
  const rows = [...countRows(base, head), ...shown.map(({ row }) => row)].map((row) =>
    drift === null ? row.slice(0, 3) : row,
  );
  const same = columns.length - shown.length;
  const notes: Word[][] = [
    ['Numbers: median (quartiles). Others: the most frequent values.'],
    ...(drift === null
      ? []
      : [
          [
            ...words`Drift: ${{ prose: drift.method }} of the rows of the head against the data of ${{ prose: clip(drift.reference, 120) }}.`,
          ],
        ]),
    ...(same > 0
      ? [[`${count(same, 'column')} not listed: the same in base and head${drift === null ? '' : ', and stable'}.`]]
      : []),
  ];
  return [
    {
      kind: 'table',
      header: ['Data', 'Base', 'Head', ...(drift === null ? [] : ['Drift'])],
      align: 'lrrl',
      rows,
      noun: 'row',
    },
    { kind: 'paragraph', small: true, words: notes.flatMap((note, i): Word[] => (i === 0 ? note : [' ', ...note])) },
  ];
}

function countRows(base: DataProfile | null, head: DataProfile | null): Word[][][] {
  const labels = [...new Set([...Object.keys(base?.classes ?? {}), ...Object.keys(head?.classes ?? {})])].sort();
  const share = (profile: DataProfile | null, label: string) => {
    const rows = profile?.classes[label] ?? 0;
    return profile === null || profile.rows === 0
      ? NOTHING
      : `${((100 * rows) / profile.rows).toFixed(1)} % (${integer(rows)})`;
  };
  const change =
    base === null || head === null || base.rows === 0 || base.rows === head.rows
      ? ''
      : ` (${percent(head.rows / base.rows - 1)})`;
  return [
    [
      ['rows'],
      [base === null ? NOTHING : integer(base.rows)],
      [head === null ? NOTHING : `${integer(head.rows)}${change}`],
      [''],
    ],
    ...labels.map((label): Word[][] => [
      words`class ${clip(label, 60)}`,
      [share(base, label)],
      [share(head, label)],
      [''],
    ]),
  ];
}

function percent(share: number): string {
  return `${share < 0 ? '−' : '+'}${(Math.abs(share) * 100).toFixed(1)} %`;
}

function columnNames({ base, head, drift }: DataDiff): string[] {
  return [
    ...new Set([...(head?.columns ?? []), ...(base?.columns ?? []), ...(drift?.columns ?? [])].map(({ name }) => name)),
  ];
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
  if (categories === null || categories.length === 0) return [`${count(distinct, 'value')}${missing}`];
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
