import { NO_ACCOUNT } from '../config/index.ts';
import type { Finding } from '../finding.ts';
import type { Change } from '../plan/change.ts';
import type { Difference, EnvironmentPlan, Plan } from '../plan/plan.ts';
import { count } from './plan-diff.ts';
import { type Block, clip, joined, type Section, type Word, words } from './plan-document.ts';
import { changes, differences, lineDifference, section, wholeParts } from './plan-parts.ts';
import {
  type MergedFinding,
  MOST_NAMES,
  mergedFindings,
  mergedGaps,
  monthlyDelta,
  names,
  nameWords,
  placeText,
  scopeWords,
  standingFindings,
  standingText,
  subjectsText,
  trainingText,
  verdict,
} from './plan-text.ts';

/** The plan in the order in which a reviewer asks: may it be merged, what is wrong, what changes, what runs, what of the data. */
export function planSections(plan: Plan): Section[] {
  return [
    { title: 'summary', rank: 0, blocks: summary(plan) },
    ...findingSections(plan),
    ...gapSection(plan),
    ...groupSections(plan.environments),
    ...standingSection(plan),
  ];
}

function summary(plan: Plan): Block[] {
  const { mark, title } = verdict(plan);
  const heading: Block = { kind: 'heading', level: 2, words: [{ mark }, ' ', ...title] };
  const scope = scopeWords(plan);
  const unchanged: Word[] = plan.unchanged.length === 0 ? [] : [' Nothing changes in ', ...names(plan.unchanged), '.'];
  if (plan.environments.length > 0) {
    return [
      heading,
      { kind: 'paragraph', words: [...scope, ...unchanged] },
      ...overview(plan.environments),
      accounts(plan.environments),
    ];
  }
  const harmless = plan.findings.every(({ severity }) => severity !== 'error');
  return [
    heading,
    { kind: 'paragraph', words: scope },
    ...(harmless
      ? [
          {
            kind: 'paragraph' as const,
            words: [
              'What was changed means the same as before',
              ...(plan.unchanged.length === 0 ? [] : [' in ', ...names(plan.unchanged)]),
              ': nothing will run, and nothing will be deployed.',
            ],
          },
        ]
      : []),
  ];
}

/**
 * One row for environments of which the same is to be said; a column of which nothing is to be said is left out. Nothing when
 * it would only say once more what follows.
 */
function overview(environments: readonly EnvironmentPlan[]): Block[] {
  const header = ['', 'Changes', 'Training', 'Always on, a month', 'Findings'];
  const rows = new Map<string, { environments: string[]; cells: string[] }>();
  for (const plan of environments) {
    const cells = [
      subjectsText(plan),
      plan.run === null ? '' : trainingText(plan.run),
      plan.monthly === null ? '' : monthlyDelta(plan.monthly),
      findingCounts(plan),
    ];
    const row = rows.get(JSON.stringify(cells)) ?? { environments: [], cells };
    row.environments.push(plan.environment);
    rows.set(JSON.stringify(cells), row);
  }
  const all = [...rows.values()];
  const kept = header.map(
    (_, i) => i < 2 || (all.some(({ cells }) => cells[i - 1] !== '') && (i < header.length - 1 || all.length > 1)),
  );
  if (all.length === 1 && kept.filter(Boolean).length === 2) return [];
  const only = <T>(cells: T[]): T[] => cells.filter((_, i) => kept[i]);
  return [
    {
      kind: 'table',
      header: only(header),
      align: 'lllll',
      rows: all.map(({ environments: list, cells }) =>
        only([names(list), ...cells.map((cell): Word[] => [cell === '' ? '—' : cell])]),
      ),
      noun: 'environment',
    },
  ];
}

function accounts(environments: readonly EnvironmentPlan[]): Block {
  const places = new Map<string, { words: Word[]; names: string[] }>();
  for (const { environment, account, region } of environments) {
    const key = JSON.stringify([account, region]);
    const place = places.get(key) ?? {
      words:
        account === NO_ACCOUNT
          ? words`the account of the credentials, ${{ prose: clip(region, 40) }}`
          : words`account ${{ prose: clip(account, 40) }}, ${{ prose: clip(region, 40) }}`,
      names: [],
    };
    place.names.push(environment);
    places.set(key, place);
  }
  const all = [...places.values()].slice(0, MOST_NAMES);
  return {
    kind: 'paragraph',
    small: true,
    words: joined(
      all.map((place) => (places.size === 1 ? place.words : [...nameWords(place.names), ': ', ...place.words])),
      '; ',
    ),
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

/** Its place, and the environments that have it: of none, or of all, goes without saying. */
function whereWords({ place }: Finding, environments: readonly string[], affected: number): Word[] {
  return [
    ...(place === null ? [] : [' · ', { code: placeText(place) }]),
    ...(environments.length === 0 || environments.length === affected ? [] : [' · only ', ...names(environments)]),
  ];
}

/** A message that is followed by more on its line ends in no full stop. */
const sentence = (message: string) => message.replace(/(?<![.\s])\.\s*$/, '');

function findingLines({ finding, environments }: MergedFinding, affected: number): Word[][] {
  const { rule, severity, message, why, way_out } = finding;
  return [
    [
      { mark: severity },
      ' ',
      { strong: [{ prose: sentence(message) }] },
      ...whereWords(finding, environments, affected),
    ],
    ...(why === undefined || why.trim() === '' ? [] : [['Why: ', { prose: why }]]),
    [...(way_out.trim() === '' ? [] : ['Way out: ', { prose: way_out }, ' ']), '(', { code: rule }, ')'],
  ];
}

/** What the base has too, in one line each: nobody's news, and of no interest where nothing changes. */
function standingSection(plan: Plan): Section[] {
  const all = standingFindings(plan);
  if (all.length === 0 || plan.environments.length === 0) return [];
  const items = all.map(({ finding, environments }): Word[][] => [
    [
      { mark: finding.severity },
      ' ',
      { prose: sentence(finding.message) },
      ...whereWords(finding, environments, plan.environments.length),
      ' (',
      { code: finding.rule },
      ')',
    ],
  ]);
  return [
    {
      title: 'remarks that the base has too',
      rank: 9,
      blocks: [
        {
          kind: 'fold',
          title: [standingText(all.length)],
          blocks: [{ kind: 'list', items, noun: 'remark' }],
          aside: true,
        },
      ],
    },
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

/** What is said of one environment, or at once of several of which the same is to be said. */
interface Group {
  names: string[];
  differences: Difference[];
  changes: Change[];
  parts: Section[];
}

/**
 * Everything once, under the environments that have it: first what holds for most of them. Differences and changes are
 * grouped one by one, so that the line in which an environment differs from the others is not lost among those it shares.
 */
function groupSections(environments: readonly EnvironmentPlan[]): Section[] {
  const groups = new Map<string, Group>();
  const into = <T>(itemsOf: (plan: EnvironmentPlan) => readonly T[], put: (group: Group, item: T) => void) => {
    const holders = new Map<string, { item: T; names: string[] }>();
    for (const plan of environments) {
      for (const item of itemsOf(plan)) {
        const holder = holders.get(JSON.stringify(item)) ?? { item, names: [] };
        if (!holder.names.includes(plan.environment)) holder.names.push(plan.environment);
        holders.set(JSON.stringify(item), holder);
      }
    }
    for (const { item, names: list } of holders.values()) {
      const group = groups.get(JSON.stringify(list)) ?? { names: list, differences: [], changes: [], parts: [] };
      put(group, item);
      groups.set(JSON.stringify(list), group);
    }
  };
  into(
    (plan) => plan.differences,
    (group, item) => group.differences.push(item),
  );
  into(
    (plan) => (plan.changes ?? []).filter(({ action }) => action !== 'keep'),
    (group, item) => group.changes.push(item),
  );
  into(wholeParts, (group, item) => group.parts.push(item));
  const order = environments.map(({ environment }) => environment);
  return [...groups.values()]
    .sort(
      (a, b) => b.names.length - a.names.length || order.indexOf(a.names[0] ?? '') - order.indexOf(b.names[0] ?? ''),
    )
    .flatMap((group) => groupOf(group));
}

function groupOf({ names: list, differences: moved, changes: done, parts }: Group): Section[] {
  const title = list.join(', ');
  const heading: Block = {
    kind: 'heading',
    level: 3,
    words: [...nameWords(list), ...(list.length > 1 ? [': the same'] : [])],
  };
  return [
    { title: 'differences', rank: 3, blocks: [heading, ...differences(moved)] },
    ...moved.flatMap(lineDifference),
    ...section('what is done', 4, changes(done)),
    ...parts,
  ].map((one) => ({ ...one, title: `${one.title} of ${title}` }));
}
