import type { QueryCheck } from '../observed/query-check.ts';
import type { Change } from '../plan/change.ts';
import type { Difference, EnvironmentPlan, MonthlyCost, RunForecast, StepForecast } from '../plan/plan.ts';
import { dataBlocks } from './plan-data.ts';
import { count, diffSize, shownLines } from './plan-diff.ts';
import { type Block, clip, joined, type Section, type Word, words } from './plan-document.ts';
import { effortText, figure, integer, monthlyDelta, monthlyRange, moveWords, roughly, stepsText } from './plan-text.ts';

/** A difference of few lines is open; a longer one is a fold. */
const OPEN_LINES = 12;
/** Characters of a file's path in the table of differences; of a longer one its last part is shown. */
const SHORT_PATH = 22;

/** A section, unless there is nothing to say. */
export function section(title: string, rank: number, blocks: Block[]): Section[] {
  return blocks.length === 0 ? [] : [{ title, rank, blocks }];
}

/** What is said of an environment as a whole, not difference by difference. */
export function wholeParts(plan: EnvironmentPlan): Section[] {
  return [
    ...section('training', 4, plan.run === null ? [] : training(plan.run)),
    ...section('steps', 8, plan.run === null ? [] : steps(plan.run)),
    ...section('monthly cost', 4, plan.monthly === null ? [] : monthly(plan.monthly)),
    ...section('training query', 5, plan.training_query === null ? [] : query('Training query', plan.training_query)),
    ...section('batch query', 5, plan.batch_query === null ? [] : query('Batch query', plan.batch_query)),
    ...section('data', 6, plan.data === null ? [] : dataBlocks(plan.data)),
  ];
}

/** The table of differences. */
export function differences(list: readonly Difference[]): Block[] {
  if (list.length === 0) return [];
  let previous = '';
  const rows = list.map((difference): Word[][] => {
    const subject = difference.subject === previous ? '' : difference.subject;
    previous = difference.subject;
    return [
      subject === '' ? [''] : [{ strong: [subject] }],
      [{ code: clip(difference.path, 100) }],
      moveWords(difference),
      whereWords(difference),
    ];
  });
  return [{ kind: 'table', header: ['', 'What', 'From → to', 'Where'], align: 'llll', rows, noun: 'difference' }];
}

function whereWords({ path, place }: Difference): Word[] {
  if (place === null) return [''];
  if (place.file === path) return [`line ${place.line}`];
  const file = place.file.length <= SHORT_PATH ? place.file : `…/${place.file.split('/').at(-1) ?? ''}`;
  return [{ code: `${clip(file, 60)}:${place.line}` }];
}

/** A difference of a text by line. */
export function lineDifference({ path, place, lines = [] }: Difference): Section[] {
  if (lines.length === 0) return [];
  const file = clip(place?.file ?? path, 100);
  const title: Word[] = [{ code: file }, ` ${diffSize(lines)}`];
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

/** The table of what a merge does. */
export function changes(list: readonly Change[] | null): Block[] {
  const shown = (list ?? []).filter(({ action }) => action !== 'keep');
  if (shown.length === 0) return [];
  const rows = shown.map(({ resource, action, from, to, why }): Word[][] => [
    [{ strong: [ACTIONS[action]] }],
    [{ code: clip(resource, 120) }],
    from !== null && to !== null && from !== to
      ? words`${clip(from, 80)} → ${clip(to, 80)}`
      : to !== null && from === null
        ? words`${clip(to, 80)}`
        : [''],
    [{ prose: why }],
  ]);
  return [{ kind: 'table', header: ['On merge', 'What', 'From → to', 'Why'], align: 'llll', rows, noun: 'change' }];
}

function training(run: RunForecast): Block[] {
  return [
    {
      kind: 'paragraph',
      words: [
        { strong: ['Training'] },
        ...words` by ${clip(run.pipeline, 80)}: `,
        `${stepsText(run)}; ${effortText(run)}. `,
        { prose: run.basis },
      ],
    },
  ];
}

/** What costs less than half a cent does not cost nothing. */
const smallFigure = (amount: number): string => (amount > 0 && amount < 0.005 ? 'below 0.01' : figure(amount));

function steps({ steps: list }: RunForecast): Block[] {
  if (list.length === 0) return [];
  const rows = list.map((step): Word[][] => [
    [{ code: clip(step.name, 80) }],
    [{ strong: [step.fate] }],
    step.instance === null ? [''] : [{ code: clip(step.instance, 60) }],
    [step.seconds === null ? unknown(step) : roughly(step.seconds)],
    [step.dollars === null ? unknown(step) : smallFigure(step.dollars)],
    [{ prose: step.why }],
  ]);
  return [
    {
      kind: 'fold',
      title: ['Steps: what runs, and what comes from the cache'],
      blocks: [
        { kind: 'graph', steps: list },
        { kind: 'table', header: ['Step', 'Fate', 'On', 'Time', 'USD', 'Why'], align: 'lllrrl', rows, noun: 'step' },
      ],
    },
  ];
}

/** Only what uses an instance takes time worth knowing and costs something. */
function unknown({ fate, instance }: StepForecast): string {
  return fate === 'cached' || instance === null ? '' : 'unknown';
}

function monthly(cost: MonthlyCost): Block[] {
  const side = (of: MonthlyCost['from']): Word[] =>
    of === null ? ['nothing'] : words`${clip(of.what, 80)}, ${{ strong: [monthlyRange(of)] }}`;
  return [
    {
      kind: 'paragraph',
      words: [
        { strong: ['Always on'] },
        ': ',
        ...side(cost.from),
        ' → ',
        ...side(cost.to),
        ` (${monthlyDelta(cost)}). `,
        { prose: cost.basis },
      ],
    },
  ];
}

function query(title: string, check: QueryCheck): Block[] {
  const { valid, columns: known, tables: read, estimated_rows } = check;
  // Nobody was asked, which stands among what was not looked at.
  if (valid === null && known === null && read === null && estimated_rows === null) return [];
  const tables = read ?? [];
  const said: Word[][] = [
    check.valid === null
      ? ['Presto was not asked']
      : check.valid
        ? [{ mark: 'ok' }, ' valid on Presto']
        : [{ mark: 'error' }, ' Presto rejects it'],
    ...(tables.length === 0
      ? []
      : [
          [
            'reads ',
            ...joined(
              tables.slice(0, 10).map((name) => [{ code: name }]),
              ', ',
            ),
            ...(tables.length > 10 ? [` and ${tables.length - 10} more`] : []),
          ],
        ]),
    ...(check.estimated_rows === null
      ? []
      : [[`about ${integer(check.estimated_rows)} rows by the optimizer's estimate`]]),
  ];
  const columns = check.columns ?? [];
  const roles = (['target', 'feature', 'key', 'unused'] as const).flatMap((role) => {
    const number = columns.filter((column) => column.role === role).length;
    return number === 0 ? [] : [role === 'feature' ? count(number, role) : `${number} ${role}`];
  });
  return [
    { kind: 'paragraph', words: [{ strong: [title] }, ' ', { code: check.file }, ': ', ...joined(said, '; '), '.'] },
    ...(columns.length === 0
      ? []
      : [
          {
            kind: 'fold' as const,
            title: [`Columns: ${roles.join(', ')}`],
            blocks: [
              {
                kind: 'table' as const,
                header: ['Column', 'Type', 'Role'],
                align: 'lll',
                rows: columns.map(({ name, type, role }): Word[][] => [
                  [{ code: clip(name, 80) }],
                  [{ code: clip(type, 80) }],
                  [role],
                ]),
                noun: 'column',
              },
            ],
          },
        ]),
  ];
}
