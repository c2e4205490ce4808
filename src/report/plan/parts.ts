import type { QueryCheck } from '../../observed/query/check.ts';
import { type Change, sameResource } from '../../plan/change.ts';
import type { Difference, EnvironmentPlan, MonthlyCost, RunForecast, StepForecast } from '../../plan/plan.ts';
import { plural } from '../../plural.ts';
import { dataPart } from './data.ts';
import { shownLines } from './diff.ts';
import { type Block, clip, joined, type Part, type Section, type Word, words } from './document.ts';
import { figure, integer, monthlyDelta, monthlyRange, moveWords, roughly, stepsText } from './text.ts';

/** A difference with at most this many lines is open; a longer one is a fold. */
const OPEN_LINES = 12;
/** Characters of a file's path in the table of differences. Of a longer path, the last two parts are shown. */
const SHORT_PATH = 22;

/** A section, or none without blocks. */
export function section(title: string, rank: number, blocks: Block[]): Section[] {
  return blocks.length === 0 ? [] : [{ title, rank, blocks }];
}

/** The parts of one environment, in the order of reading; null for a part without content. */
export function wholeParts(plan: EnvironmentPlan): Array<Part | null> {
  return [
    plan.monthly === null ? null : monthly(plan.monthly),
    plan.run === null ? null : training(plan.run),
    plan.training_query === null ? null : query('Training query', plan.training_query),
    plan.batch_query === null ? null : query('Batch query', plan.batch_query),
    plan.data === null ? null : dataPart(plan.data, plan.differences),
  ];
}

/** @param where the environments that it holds for, unless it holds for all */
export function partSection({ title, rank, head, tail, blocks, open }: Part, where: Word[]): Section {
  const line = [...head, ...(where.length === 0 ? [] : [' in ', ...where]), ...tail];
  const paragraph: Block = { kind: 'paragraph', words: line };
  if (blocks.length === 0) return { title, rank, blocks: [paragraph] };
  return { title, rank, blocks: open ? [paragraph, ...blocks] : [{ kind: 'fold', title: line, blocks }] };
}

const hasLines = ({ lines = [] }: Difference): boolean => lines.length > 0;

/** The table of differences. Differences that are shown by line have their own title instead. */
export function differences(list: readonly Difference[]): Block[] {
  const settings = list.filter((difference) => !hasLines(difference));
  if (settings.length === 0) return [];
  let previous = '';
  const rows = settings.map((difference): Word[][] => {
    const subject = difference.subject === previous ? '' : difference.subject;
    previous = difference.subject;
    return [
      subject === '' ? [''] : [{ strong: [subject] }],
      [{ code: clip(difference.path.replace(/^environment\.(?=.)/, ''), 100) }],
      moveWords(difference),
      whereWords(difference),
    ];
  });
  return [{ kind: 'table', header: ['', 'What', 'From → to', 'Where'], align: 'llll', rows, noun: 'difference' }];
}

function whereWords({ path, place }: Difference): Word[] {
  if (place === null) return [''];
  if (place.file === path) return [`line ${place.line}`];
  const file = place.file.length <= SHORT_PATH ? place.file : `…/${place.file.split('/').slice(-2).join('/')}`;
  return [{ code: `${clip(file, 60)}:${place.line}` }];
}

/** A difference of a text by line. */
export function lineDifference(difference: Difference): Section[] {
  if (!hasLines(difference)) return [];
  const { subject, path, place, lines = [] } = difference;
  const file = clip(place?.file ?? path, 100);
  const title: Word[] = [
    { strong: [subject] },
    ' ',
    { code: place === null ? file : `${file}:${place.line}` },
    ' ',
    ...moveWords(difference),
  ];
  const diff: Block = { kind: 'diff', lines };
  const open = shownLines(lines, lines.length).length <= OPEN_LINES;
  return section(
    `lines of ${file}`,
    7,
    open ? [{ kind: 'paragraph', words: title }, diff] : [{ kind: 'fold', title, blocks: [diff] }],
  );
}

const ACTIONS: Record<Change['action'], string> = {
  create: 'create',
  update: 'update',
  replace: 'replace',
  delete: 'delete',
  start: 'start',
  wait: 'wait for',
  keep: 'keep',
};

/** One line for each change. Writing a pipeline and starting it is one line. */
export function changeLines(changes: readonly Change[]): Word[][] {
  return changes.flatMap((change, i): Word[][] => {
    const { resource, action } = change;
    const [previous, next] = [changes[i - 1], changes[i + 1]];
    if (action === 'start' && previous !== undefined && sameResource(previous, change)) return [];
    if (next?.action !== 'start' || !sameResource(next, change)) return [changeLine(change)];
    return [[{ strong: [ACTIONS[action]] }, ' and ', { strong: ['start'] }, ' ', { code: clip(resource, 120) }]];
  });
}

function changeLine({ kind, resource, action, from, to, why }: Change): Word[] {
  const line: Word[] = [{ strong: [ACTIONS[action]] }, ' ', { code: clip(resource, 120) }];
  const moved = from !== null && to !== null && from !== to;
  // Nobody can tell two digests apart by eye.
  if (moved && DIGEST_NAME.test(from) && DIGEST_NAME.test(to)) {
    return action === 'update' && (kind === 'training-pipeline' || kind === 'batch-pipeline')
      ? line
      : [...line, ': ', { prose: why }];
  }
  return [...line, ...(moved ? words` ${clip(from, 80)} → ${clip(to, 80)}` : []), ': ', { prose: why }];
}

const DIGEST_NAME = /(^|-)[0-9a-f]{8,64}$/;

function training(run: RunForecast): Part {
  return {
    title: 'training',
    rank: 5,
    head: [{ strong: ['Training'] }],
    tail: [`: ${stepsText(run)}`],
    blocks: [...steps(run), { kind: 'paragraph', small: true, words: [{ prose: run.basis }] }, ...graph(run)],
  };
}

/** A cost below half a cent is not shown as 0. */
const smallFigure = (amount: number): string => (amount > 0 && amount < 0.005 ? '< 0.01' : figure(amount));

/** The table of steps. Without known figures it has no columns for time and cost. */
function steps({ steps: list }: RunForecast): Block[] {
  if (list.length === 0) return [];
  const figures = list.some(({ seconds, dollars }) => (seconds ?? 0) > 0 || (dollars ?? 0) > 0);
  const rows = list.map((step): Word[][] => [
    [{ code: clip(step.name, 80) }],
    [{ strong: [step.outcome] }],
    step.instance === null ? [''] : [{ code: clip(step.instance.replace(/^1 × /, ''), 60) }],
    ...(figures
      ? [[figureOf(step, step.seconds, roughly)], [{ prose: figureOf(step, step.dollars, smallFigure) }]]
      : []),
    [{ prose: step.why }],
  ]);
  const header = ['Step', '', 'On', ...(figures ? ['Time', 'USD'] : []), 'Why'];
  return [{ kind: 'table', header, align: figures ? 'lllrrl' : 'llll', rows, noun: 'step' }];
}

/** A figure of a step. Steps without an instance take little time and cost nothing. */
function figureOf(
  { outcome, instance }: StepForecast,
  amount: number | null,
  text: (amount: number) => string,
): string {
  if (amount === null) return outcome === 'cached' || instance === null ? '' : 'unknown';
  return amount === 0 ? '' : text(amount);
}

const graph = ({ steps: list }: RunForecast): Block[] => (list.length === 0 ? [] : [{ kind: 'graph', steps: list }]);

function monthly(cost: MonthlyCost): Part {
  const side = (of: MonthlyCost['from']): Word[] =>
    of === null ? ['nothing'] : words`${clip(of.what, 80)}, ${{ strong: [monthlyRange(of)] }}`;
  return {
    title: 'monthly cost',
    rank: 4,
    head: [{ strong: ['Always on'] }],
    tail: [': ', ...side(cost.from), ' → ', ...side(cost.to), ` (${monthlyDelta(cost)})`],
    blocks: [{ kind: 'paragraph', small: true, words: [{ prose: cost.basis }] }],
  };
}

function query(title: string, check: QueryCheck): Part | null {
  const { file, valid, columns: known, tables: read, estimated_rows } = check;
  // Presto was not asked: the gaps say so.
  if (valid === null && known === null && read === null && estimated_rows === null) return null;
  const columns = known ?? [];
  const roles = (['target', 'feature', 'key', 'unused'] as const).flatMap((role) => {
    const number = columns.filter((column) => column.role === role).length;
    return number === 0 ? [] : [role === 'feature' ? plural(number, role) : `${number} ${role}`];
  });
  const said: Word[][] = [
    valid === null
      ? ['Presto was not asked']
      : valid
        ? [{ mark: 'ok' }, ' valid on Presto']
        : [{ mark: 'error' }, ' Presto rejects it'],
    ...(roles.length === 0 ? [] : [[roles.join(', ')]]),
    ...(estimated_rows === null ? [] : [[`about ${integer(estimated_rows)} rows by estimate`]]),
  ];
  return {
    title: title.toLowerCase(),
    rank: 5,
    head: [{ strong: [title] }, ' ', { code: file }],
    tail: [': ', ...joined(said, '; ')],
    blocks: [...tablesRead(read ?? []), ...columnTable(columns)],
  };
}

function tablesRead(tables: readonly string[]): Block[] {
  if (tables.length === 0) return [];
  const shown = joined(
    tables.slice(0, 10).map((name) => [{ code: name }]),
    ', ',
  );
  const more = tables.length > 10 ? [` and ${tables.length - 10} more`] : [];
  return [{ kind: 'paragraph', words: ['Reads ', ...shown, ...more, '.'] }];
}

function columnTable(columns: NonNullable<QueryCheck['columns']>): Block[] {
  if (columns.length === 0) return [];
  const rows = columns.map(({ name, type, role }): Word[][] => [
    [{ code: clip(name, 80) }],
    [{ code: clip(type, 80) }],
    [role],
  ]);
  return [{ kind: 'table', header: ['Column', 'Type', 'Role'], align: 'lll', rows, noun: 'column' }];
}
