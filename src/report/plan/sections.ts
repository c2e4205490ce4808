import { NO_ACCOUNT } from '../../config/index.ts';
import type { Finding } from '../../finding.ts';
import type { Difference, EnvironmentPlan, Plan } from '../../plan/plan.ts';
import { plural } from '../../plural.ts';
import { type Block, clip, joined, type Part, type Section, type Word, words } from './document.ts';
import { effectsText, shownChanges } from './effects.ts';
import {
  alike,
  isIncomplete,
  type MergedFinding,
  mergedFindings,
  mergedGaps,
  preExistingFindings,
  preExistingText,
} from './findings.ts';
import { changeLines, differences, lineDifference, partSection, wholeParts } from './parts.ts';
import { MOST_NAMES, monthlyDelta, names, nameWords, placeText, shortCommit, subjectsText } from './text.ts';
import { isUnreadable, verdict } from './verdict.ts';

/** Findings that differ only in their message are listed together, up to this many. */
const MOST_ALIKE = 5;

/** The plan in the order of a reviewer's questions: what a merge does, what is wrong, what changes, what runs, what the data says. */
export function planSections(plan: Plan): Section[] {
  const first: Section = { title: 'summary', rank: 0, blocks: summary(plan) };
  const table = overview(plan);
  const overall: Section[] = table.length === 0 ? [] : [{ title: 'overview', rank: 0, blocks: table }];
  const findings = findingSections(plan);
  const stopped = verdict(plan).mark === 'error';
  return [
    first,
    // What stops the change comes first.
    ...(stopped ? [...findings, ...overall] : [...overall, ...findings]),
    ...(isUnreadable(plan) ? [{ title: 'commits', rank: 0, blocks: [scope(plan)] }] : []),
    ...gapSection(plan),
    ...differenceSections(plan.environments),
    ...changeSection(plan.environments),
    ...partSections(plan.environments),
    ...preExistingSection(plan),
  ];
}

function summary(plan: Plan): Block[] {
  const { mark, title } = verdict(plan);
  const heading: Block = { kind: 'heading', level: 2, words: [{ mark }, ' ', ...title] };
  // Findings come first.
  if (isUnreadable(plan)) return [heading];
  if (plan.environments.length > 0) return [heading, scope(plan)];
  if (plan.findings.some(({ severity }) => severity === 'error')) return [heading, scope(plan)];
  return [
    {
      kind: 'paragraph',
      words: [
        { mark },
        ' ',
        { strong: [...title, '.'] },
        ' The files mean the same',
        ...(plan.unchanged.length === 0 ? [] : [' in ', ...names(plan.unchanged)]),
        ', ',
        ...comparedWords(plan),
        '.',
      ],
    },
  ];
}

/** The compared commits, who was asked, and the accounts. */
function scope(plan: Plan): Block {
  // The gaps say who was not asked.
  const asked =
    plan.scope === 'live' ? ['AWS and Presto were asked'] : mergedGaps(plan).length > 0 ? [] : ['by the files alone'];
  const parts: Word[][] = [
    comparedWords(plan),
    ...(plan.environments.length === 0 ? [] : [...asked.map((text) => [text]), ...accounts(plan.environments)]),
    ...(plan.unchanged.length === 0 ? [] : [['nothing changes in ', ...nameWords(plan.unchanged)]]),
  ];
  return { kind: 'paragraph', small: true, words: joined(parts, ' · ') };
}

function comparedWords(plan: Plan): Word[] {
  const [base, head] = [shortCommit(plan.base), shortCommit(plan.head)];
  const here = 'the files as they are here';
  if (base === null) return head === null ? [`in ${here}`] : words`in ${head}`;
  return head === null ? [...words`from ${base}`, ` to ${here}`] : words`from ${base} to ${head}`;
}

function accounts(environments: readonly EnvironmentPlan[]): Word[][] {
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
  return all.map((place) => (places.size === 1 ? place.words : [...nameWords(place.names), ': ', ...place.words]));
}

/**
 * The overview table. Environments with equal cells share a row, and an empty column is left out. There is no table when it would
 * only repeat the heading.
 */
function overview({ environments, scope: asked }: Plan): Block[] {
  const header = ['', 'Changes', 'On merge', 'Always on, a month'];
  const rows = new Map<string, { environments: string[]; cells: string[] }>();
  for (const plan of environments) {
    const effects = effectsText(plan);
    const cells = [
      subjectsText(plan),
      effects === '' && asked === 'live' ? 'not known' : effects,
      plan.monthly === null ? '' : monthlyDelta(plan.monthly),
    ];
    const row = rows.get(JSON.stringify(cells)) ?? { environments: [], cells };
    row.environments.push(plan.environment);
    rows.set(JSON.stringify(cells), row);
  }
  const all = [...rows.values()];
  if (all.length < 2) return [];
  const kept = header.map((_, i) => i < 2 || all.some(({ cells }) => cells[i - 1] !== ''));
  const only = <T>(cells: T[]): T[] => cells.filter((_, i) => kept[i]);
  return [
    {
      kind: 'table',
      header: only(header),
      align: 'llll',
      rows: all.map(({ environments: list, cells }) =>
        only([names(list), ...cells.map((cell): Word[] => [cell === '' ? '—' : cell])]),
      ),
      noun: 'environment',
    },
  ];
}

function findingSections(plan: Plan): Section[] {
  const all = mergedFindings(plan);
  const loud = all.filter(({ finding }) => finding.severity !== 'notice');
  const quiet = all.filter(({ finding }) => finding.severity === 'notice');
  const list = (findings: MergedFinding[]): Block => ({
    kind: 'list',
    items: alike(findings).map((group) => findingLines(group, plan.environments.length)),
    noun: 'finding',
  });
  return [
    ...(loud.length > 0 ? [{ title: 'findings', rank: 1, blocks: [list(loud)] }] : []),
    ...(quiet.length > 0
      ? [
          {
            title: 'notices',
            rank: 8,
            blocks: [
              {
                kind: 'fold' as const,
                title: [`${plural(quiet.length, 'notice')}: `, ...ruleWords(quiet)],
                blocks: [list(quiet)],
              },
            ],
          },
        ]
      : []),
  ];
}

/** The place of a finding, and the environments that have it, unless all or none have it. */
function whereWords({ place }: Finding, environments: readonly string[], affected: number): Word[] {
  return [
    ...(place === null ? [] : [' · ', { code: placeText(place) }]),
    ...(environments.length === 0 || environments.length === affected ? [] : [' · only ', ...names(environments)]),
  ];
}

/** A message without its full stop: more text follows on the line. */
const sentence = (message: string) => message.replace(/(?<![.\s])\.\s*$/, '');

function findingLines(group: readonly MergedFinding[], affected: number): Word[][] {
  const [first] = group;
  if (first === undefined) return [];
  const { rule, why, way_out } = first.finding;
  const left = group.length - MOST_ALIKE;
  return [
    ...group
      .slice(0, MOST_ALIKE)
      .map(({ finding, environments }): Word[] => [
        { mark: finding.severity },
        ' ',
        { strong: [{ prose: sentence(finding.message) }] },
        ...whereWords(finding, environments, affected),
      ]),
    ...(left > 0 ? [[`… and ${left} more of the same`]] : []),
    ...(why === undefined || why.trim() === '' ? [] : [['Why: ', { prose: why }]]),
    [...(way_out.trim() === '' ? [] : ['What to do: ', { prose: way_out }, ' ']), '(', { code: rule }, ')'],
  ];
}

/** The rules of the findings, each once, for the title of a fold. */
function ruleWords(findings: readonly MergedFinding[]): Word[] {
  const rules = [...new Set(findings.map(({ finding }) => finding.rule))];
  const left = rules.length - MOST_ALIKE;
  const shown = rules.slice(0, MOST_ALIKE).map((rule): Word[] => [{ code: clip(rule, 60) }]);
  return [...joined(shown, ', '), ...(left > 0 ? [` and ${left} more`] : [])];
}

/** What the base has too, in one line each. It is not new, and of no interest where nothing changes. */
function preExistingSection(plan: Plan): Section[] {
  const all = preExistingFindings(plan);
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
  const list: Block = { kind: 'list', items, noun: 'finding' };
  return [
    {
      title: 'findings that the base has too',
      rank: 9,
      blocks: [
        { kind: 'fold', title: [`${preExistingText(all.length)}: `, ...ruleWords(all)], blocks: [list], aside: true },
      ],
    },
  ];
}

function gapSection(plan: Plan): Section[] {
  const gaps = mergedGaps(plan);
  if (gaps.length === 0) return [];
  const lines = gaps.map(({ text, environments }): Word[] => [
    { prose: text },
    ...(environments.length === plan.environments.length ? [] : [' (', ...names(environments), ')']),
  ]);
  const [only = []] = lines;
  const mark = isIncomplete(plan) ? 'warning' : 'notice';
  // That nothing was asked is no failure, and its sentence says it all.
  const lead: Word[] = gaps.every(({ isChosen }) => isChosen) ? [] : [{ strong: ['Not read'] }, ': '];
  return [
    {
      title: 'what was not read',
      rank: 2,
      blocks:
        lines.length === 1
          ? [{ kind: 'paragraph', words: [{ mark }, ' ', ...lead, ...only] }]
          : [
              {
                kind: 'paragraph',
                words: [
                  { mark },
                  ' ',
                  { strong: ['This plan says nothing about the following'] },
                  ', because it could not read it:',
                ],
              },
              { kind: 'list', items: lines.map((line) => [line]), noun: 'gap' },
            ],
    },
  ];
}

/** What is the same in several environments. */
interface Shared<T> {
  names: string[];
  items: T[];
}

/**
 * Everything once, with the environments that have it: first what holds for most of them. It is grouped one by one, so that
 * the line in which an environment differs from the others is not lost among those it shares.
 */
function shared<T>(environments: readonly EnvironmentPlan[], itemsOf: (plan: EnvironmentPlan) => readonly T[]) {
  const holders = new Map<string, { item: T; names: string[] }>();
  for (const plan of environments) {
    for (const item of itemsOf(plan)) {
      const holder = holders.get(JSON.stringify(item)) ?? { item, names: [] };
      if (!holder.names.includes(plan.environment)) holder.names.push(plan.environment);
      holders.set(JSON.stringify(item), holder);
    }
  }
  const groups = new Map<string, Shared<T>>();
  for (const { item, names: list } of holders.values()) {
    const group = groups.get(JSON.stringify(list)) ?? { names: list, items: [] };
    group.items.push(item);
    groups.set(JSON.stringify(list), group);
  }
  const order = environments.map(({ environment }) => environment);
  return [...groups.values()].sort(
    (a, b) => b.names.length - a.names.length || order.indexOf(a.names[0] ?? '') - order.indexOf(b.names[0] ?? ''),
  );
}

function differenceSections(environments: readonly EnvironmentPlan[]): Section[] {
  const groups = shared<Difference>(environments, (plan) => plan.differences);
  return groups.flatMap(({ names: list, items }) => {
    const heading: Block[] =
      groups.length === 1 && list.length === environments.length
        ? []
        : [{ kind: 'heading', level: 3, words: [...nameWords(list), ...(list.length > 1 ? [': the same'] : [])] }];
    const table = [...heading, ...differences(items)];
    return [
      ...(table.length === 0 ? [] : [{ title: 'differences', rank: 3, blocks: table }]),
      ...items.flatMap(lineDifference),
    ].map((one) => ({ ...one, title: `${one.title} of ${list.join(', ')}` }));
  });
}

/** What a merge does, by environment where it is not the same in all. */
function changeSection(environments: readonly EnvironmentPlan[]): Section[] {
  const groups = shared(environments, ({ changes }) => {
    const done = shownChanges(changes);
    return done.length === 0 ? [] : [changeLines(done)];
  });
  if (groups.length === 0) return [];
  const [first] = groups;
  const all = groups.length === 1 && first?.names.length === environments.length;
  return [
    {
      title: 'what is done',
      rank: 4,
      blocks: [
        { kind: 'paragraph', words: [{ strong: ['On merge'] }] },
        {
          kind: 'list',
          items: groups.flatMap(({ names: list, items }) =>
            items.flatMap((lines) => {
              if (all) return lines.map((line) => [line]);
              const [only = []] = lines;
              return [lines.length === 1 ? [[...names(list), ': ', ...only]] : [[...names(list), ':'], ...lines]];
            }),
          ),
          noun: 'change',
        },
      ],
    },
  ];
}

function partSections(environments: readonly EnvironmentPlan[]): Section[] {
  const parts = environments.map((plan) => ({ name: plan.environment, parts: wholeParts(plan) }));
  const kinds = parts[0]?.parts.map((_, kind) => kind) ?? [];
  return kinds.flatMap((kind) => {
    const holders = new Map<string, { part: Part; names: string[] }>();
    for (const { name, parts: own } of parts) {
      const part = own[kind];
      if (part === null || part === undefined) continue;
      const holder = holders.get(JSON.stringify(part)) ?? { part, names: [] };
      holder.names.push(name);
      holders.set(JSON.stringify(part), holder);
    }
    return [...holders.values()].map(({ part, names: list }) => {
      const made = partSection(part, list.length === environments.length ? [] : nameWords(list));
      return { ...made, title: `${made.title} of ${list.join(', ')}` };
    });
  });
}
