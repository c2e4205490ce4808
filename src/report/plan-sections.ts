import type { QueryCheck } from '../observed/query-check.ts';
import type { Change } from '../plan/change.ts';
import type { Difference, EnvironmentPlan, MonthlyCost, Plan, RunForecast } from '../plan/plan.ts';
import { duration } from './markdown.ts';
import { dataBlocks } from './plan-data.ts';
import { count, diffSize } from './plan-diff.ts';
import { type Block, clip, joined, type Section, type Word, words } from './plan-document.ts';
import {
  dollars,
  effortText,
  integer,
  type MergedFinding,
  mergedFindings,
  mergedGaps,
  monthlyDelta,
  monthlyRange,
  moveWords,
  names,
  placeText,
  scopeWords,
  stepsText,
  subjectsText,
  verdict,
} from './plan-text.ts';

/** A difference of few lines is open; a longer one is a fold. */
const OPEN_LINES = 8;

/** The plan in the order in which a reviewer asks: may it be merged, what is wrong, what changes, what runs, what of the data. */
export function planSections(plan: Plan): Section[] {
  const groups = groupsOf(plan.environments);
  return [
    { title: 'summary', rank: 0, blocks: summary(plan) },
    ...findingSections(plan),
    ...gapSection(plan),
    ...groups.flatMap((group) => group.sections),
  ];
}

function summary(plan: Plan): Block[] {
  const { mark, title } = verdict(plan);
  const blocks: Block[] = [
    { kind: 'heading', level: 2, words: [{ mark }, ' ', ...title] },
    { kind: 'paragraph', words: scopeWords(plan) },
  ];
  if (plan.environments.length > 0) blocks.push(overview(plan.environments));
  else if (plan.findings.every(({ severity }) => severity !== 'error')) {
    blocks.push({
      kind: 'paragraph',
      words: [
        'No environment is affected: what changed means the same as before. Nothing will run, and nothing will be deployed.',
      ],
    });
  }
  if (plan.unchanged.length > 0 && plan.environments.length > 0) {
    blocks.push({ kind: 'paragraph', words: ['Nothing changes in ', ...names(plan.unchanged), '.'] });
  }
  return blocks;
}

/** One row for environments of which the same is to be said; a column of which nothing is to be said is left out. */
function overview(environments: readonly EnvironmentPlan[]): Block {
  const header = ['', 'Changes', 'Training', 'Always on, a month', 'Findings'];
  const rows = new Map<string, { environments: string[]; cells: string[] }>();
  for (const plan of environments) {
    const cells = [
      subjectsText(plan),
      plan.run === null ? '' : `${stepsText(plan.run)}; ${effortText(plan.run.seconds, plan.run.dollars)}`,
      plan.monthly === null ? '' : monthlyDelta(plan.monthly),
      findingCounts(plan),
    ];
    const row = rows.get(JSON.stringify(cells)) ?? { environments: [], cells };
    row.environments.push(plan.environment);
    rows.set(JSON.stringify(cells), row);
  }
  const all = [...rows.values()];
  const kept = header.map((_, i) => i < 2 || all.some(({ cells }) => cells[i - 1] !== ''));
  const only = <T>(cells: T[]): T[] => cells.filter((_, i) => kept[i]);
  return {
    kind: 'table',
    header: only(header),
    align: 'lllll',
    rows: all.map(({ environments: list, cells }) =>
      only([names(list), ...cells.map((cell): Word[] => [cell === '' ? '—' : cell])]),
    ),
    noun: 'environment',
  };
}

function findingCounts({ findings }: EnvironmentPlan): string {
  const of = (severity: string) => findings.filter((finding) => finding.severity === severity).length;
  return [
    ...(of('error') > 0 ? [count(of('error'), 'error')] : []),
    ...(of('warning') > 0 ? [count(of('warning'), 'warning')] : []),
    ...(of('notice') > 0 ? [count(of('notice'), 'notice')] : []),
  ].join(', ');
}

function findingSections(plan: Plan): Section[] {
  const all = mergedFindings(plan);
  const loud = all.filter(({ finding }) => finding.severity !== 'notice');
  const quiet = all.filter(({ finding }) => finding.severity === 'notice');
  const list = (findings: MergedFinding[]): Block => ({
    kind: 'list',
    items: findings.map((finding) => findingLines(finding, plan.environments.length)),
    noun: 'finding',
  });
  return [
    ...(loud.length > 0 ? [{ title: 'findings', rank: 1, blocks: [list(loud)] }] : []),
    ...(quiet.length > 0
      ? [
          {
            title: 'remarks',
            rank: 8,
            blocks: [{ kind: 'fold' as const, title: [count(quiet.length, 'remark')], blocks: [list(quiet)] }],
          },
        ]
      : []),
  ];
}

function findingLines({ finding, environments }: MergedFinding, affected: number): Word[][] {
  const where: Word[] = [
    ...(finding.place === null ? [] : [' · ', { code: placeText(finding.place) }]),
    // Of one environment, or of all: then it goes without saying.
    ...(environments.length === 0 || environments.length === affected ? [] : [' · ', ...names(environments)]),
  ];
  return [
    [{ mark: finding.severity }, ' ', { strong: [{ prose: finding.message }] }, ...where],
    ...(finding.why === undefined || finding.why.trim() === '' ? [] : [['Why: ', { prose: finding.why }]]),
    ...(finding.way_out.trim() === ''
      ? []
      : [['Way out: ', { prose: finding.way_out }, ' (', { code: finding.rule }, ')']]),
  ];
}

function gapSection(plan: Plan): Section[] {
  const gaps = mergedGaps(plan);
  if (gaps.length === 0) return [];
  const items = gaps.map(({ text, environments }): Word[][] => [
    [{ prose: text }, ...(environments.length === plan.environments.length ? [] : [' (', ...names(environments), ')'])],
  ]);
  return [
    {
      title: 'what was not looked at',
      rank: 2,
      blocks: [
        { kind: 'paragraph', words: [{ strong: ['Not looked at'] }, ', so nothing is said of it:'] },
        { kind: 'list', items, noun: 'gap' },
      ],
    },
  ];
}

/** What is said of one environment, or of several of which the same is to be said. */
interface Group {
  names: string[];
  sections: Section[];
}

function groupsOf(environments: readonly EnvironmentPlan[]): Group[] {
  const groups = new Map<string, { plans: EnvironmentPlan[]; parts: Section[] }>();
  for (const plan of environments) {
    const parts = environmentParts(plan);
    const key = JSON.stringify(parts);
    const group = groups.get(key) ?? { plans: [], parts };
    group.plans.push(plan);
    groups.set(key, group);
  }
  const said = new Map<string, string[]>();
  return [...groups.values()].map(({ plans, parts }) => {
    const list = plans.map(({ environment }) => environment);
    const sections: Section[] = [];
    const same = new Map<string, { titles: string[]; list: string[] }>();
    for (const part of parts) {
      const key = JSON.stringify(part.blocks);
      const earlier = said.get(key);
      if (earlier === undefined) {
        said.set(key, list);
        sections.push({ ...part, title: `${part.title} of ${list.join(', ')}` });
      } else {
        const entry = same.get(earlier.join('\n')) ?? { titles: [], list: earlier };
        entry.titles.push(part.title);
        same.set(earlier.join('\n'), entry);
      }
    }
    const head: Section = {
      title: list.join(', '),
      rank: 3,
      blocks: [
        { kind: 'heading', level: 3, words: [...plainHeading(list), ...(list.length > 1 ? [': the same'] : [])] },
        ...accountBlocks(plans),
        ...[...same.values()].map(
          ({ titles, list: earlier }): Block => ({
            kind: 'paragraph',
            words: ['The same as in ', ...names(earlier), `: ${titles.join(', ')}.`],
          }),
        ),
      ],
    };
    return { names: list, sections: [head, ...sections] };
  });
}

function plainHeading(list: readonly string[]): Word[] {
  const bare = list.map((name): Word[] => [{ prose: name }]);
  return bare.length < 2 ? bare.flat() : [...joined(bare.slice(0, -1), ', '), ' and ', ...(bare.at(-1) ?? [])];
}

function accountBlocks(plans: readonly EnvironmentPlan[]): Block[] {
  const places = [...new Set(plans.map(({ account, region }) => JSON.stringify([account, region])))];
  const of = (plan: EnvironmentPlan): Word[] => words`account ${plan.account}, ${plan.region}`;
  const [first] = plans;
  if (first === undefined) return [];
  const said =
    places.length === 1
      ? of(first)
      : joined(
          plans.map((plan) => [{ prose: plan.environment }, ': ', ...of(plan)]),
          ' · ',
        );
  return [{ kind: 'paragraph', small: true, words: said }];
}

function environmentParts(plan: EnvironmentPlan): Section[] {
  const part = (title: string, rank: number, blocks: Block[]): Section[] =>
    blocks.length === 0 ? [] : [{ title, rank, blocks }];
  return [
    ...part('differences', 3, differences(plan.differences)),
    ...part('lines', 7, lineDifferences(plan.differences)),
    ...part('what it does', 4, changes(plan.changes)),
    ...part('training', 4, plan.run === null ? [] : training(plan.run)),
    ...part('steps', 8, plan.run === null ? [] : steps(plan.run)),
    ...part('monthly cost', 4, plan.monthly === null ? [] : monthly(plan.monthly)),
    ...part('training query', 5, plan.training_query === null ? [] : query('Training query', plan.training_query)),
    ...part('batch query', 5, plan.batch_query === null ? [] : query('Batch query', plan.batch_query)),
    ...part('data', 6, plan.data === null ? [] : dataBlocks(plan.data)),
  ];
}

function differences(list: readonly Difference[]): Block[] {
  if (list.length === 0) return [];
  let previous = '';
  const rows = list.map((difference): Word[][] => {
    const subject = difference.subject === previous ? '' : difference.subject;
    previous = difference.subject;
    return [
      subject === '' ? [''] : [{ strong: [subject] }],
      [{ code: clip(difference.path, 100) }],
      moveWords(difference),
      difference.place === null ? [''] : [{ code: `${difference.place.file}:${difference.place.line}` }],
    ];
  });
  return [{ kind: 'table', header: ['', 'What', 'From → to', 'Where'], align: 'llll', rows, noun: 'difference' }];
}

function lineDifferences(list: readonly Difference[]): Block[] {
  return list.flatMap(({ path, place, lines = [] }): Block[] => {
    if (lines.length === 0) return [];
    const title: Word[] = [{ code: place?.file ?? clip(path, 100) }, ` ${diffSize(lines)} lines`];
    const diff: Block = { kind: 'diff', lines };
    return lines.length <= OPEN_LINES
      ? [{ kind: 'paragraph', words: title }, diff]
      : [{ kind: 'fold', title, blocks: [diff] }];
  });
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

function changes(list: readonly Change[] | null): Block[] {
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
        `${stepsText(run)}; ${effortText(run.seconds, run.dollars)}. `,
        { prose: run.basis },
      ],
    },
  ];
}

function steps({ steps: list }: RunForecast): Block[] {
  if (list.length === 0) return [];
  const rows = list.map((step): Word[][] => [
    [{ code: clip(step.name, 80) }],
    [{ strong: [step.fate === 'conditional' ? 'if the condition says so' : step.fate] }],
    step.instance === null ? [''] : [{ code: step.instance }],
    [step.fate === 'cached' ? '' : step.seconds === null ? 'unknown' : duration(step.seconds)],
    [step.fate === 'cached' ? '' : dollars(step.dollars)],
    [{ prose: step.why }],
  ]);
  return [
    {
      kind: 'fold',
      title: ['Steps: what runs, and what comes from the cache'],
      blocks: [
        { kind: 'graph', steps: list },
        { kind: 'table', header: ['Step', 'Fate', 'On', 'Time', 'Cost', 'Why'], align: 'lllrrl', rows, noun: 'step' },
      ],
    },
  ];
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
  const tables = check.tables ?? [];
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
