import { rmSync } from 'node:fs';
import { makePlan } from '../../../src/plan/make-plan.ts';
import type { ProjectState } from '../../../src/project/environment-state.ts';
import { analyseSql } from '../../../src/sql/analyse-sql.ts';
import { type ReadFiles, readProject } from '../../../src/project/read-project.ts';
import { CONFIG_CHANGED, CONFIG_SAME } from './cases-config.ts';
import { CODE_CHANGED, CODE_SAME, ENVIRONMENTS_CHANGED, ENVIRONMENTS_SAME } from './cases-project.ts';
import { CONDITIONS_CHANGED, CONDITIONS_SAME, SQL_CHANGED, SQL_SAME } from './cases-sql.ts';
import { changed, type PlanCase, ROOT, shippedProject } from './project.ts';

/*
 * Pairs of a project before and after a change. What means the same must be no difference and the same pipeline definition;
 * what means something else must be exactly the differences that are listed, in exactly the environments that are listed.
 */

const SAME = {
  SQL: SQL_SAME,
  conditions: CONDITIONS_SAME,
  'config.yml': CONFIG_SAME,
  code: CODE_SAME,
  environments: ENVIRONMENTS_SAME,
};
const CHANGED = {
  SQL: SQL_CHANGED,
  conditions: CONDITIONS_CHANGED,
  'config.yml': CONFIG_CHANGED,
  code: CODE_CHANGED,
  environments: ENVIRONMENTS_CHANGED,
};

const ENVIRONMENTS = ['dev', 'staging', 'prod'];

const shipped = shippedProject();
const folders = [shipped];
const read = (folder: string): ReadFiles => readProject({ root: folder, configPath: 'config.yml', packageRoot: ROOT });
const shippedState = read(shipped);

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function made(folder: string, edits: PlanCase['head']): string {
  const next = changed(folder, edits);
  folders.push(next);
  return next;
}

function pair({ base = [], head }: PlanCase): { before: ReadFiles; after: ReadFiles } {
  const folder = base.length === 0 ? shipped : made(shipped, base);
  return { before: base.length === 0 ? shippedState : read(folder), after: read(made(folder, head)) };
}

const planOf = (before: ReadFiles, after: ReadFiles) =>
  makePlan({
    base: { commit: null, state: before.state },
    head: { commit: null, state: after.state },
    scope: 'offline',
    findings: [],
    live: new Map(),
  });

const definitions = (state: ProjectState | null) =>
  Object.fromEntries(
    (state?.environments ?? []).map(({ name, training, batch }) => [name, [training?.hash, batch?.hash]]),
  );

/** Mistakes of the pair itself: a case about meaning is made of what has one. */
const errors = ({ findings, state }: ReadFiles) => [
  ...findings.filter(({ severity }) => severity === 'error'),
  ...(state?.environments ?? []).flatMap((each) =>
    (['training', 'batch'] as const).flatMap((which) => {
      const analysis = analyseSql(each.query(which).sql);
      return analysis.ok ? [] : [analysis.problem];
    }),
  ),
];

function expected({ expect: verdict }: PlanCase): Record<string, string[]> {
  const { all, ...named } = verdict;
  const everywhere = all === undefined ? {} : Object.fromEntries(ENVIRONMENTS.map((name) => [name, all]));
  return Object.fromEntries(
    Object.entries({ ...everywhere, ...named }).map(([name, list]) => [name, [...list].sort()]),
  );
}

function judge(each: PlanCase): { before: ReadFiles; after: ReadFiles } {
  const { before, after } = pair(each);
  expect(errors(before)).toEqual([]);
  expect(errors(after)).toEqual([]);
  const plan = planOf(before, after);
  const found = plan.environments.map(({ environment, differences }) => [
    environment,
    differences.map(({ subject, path }) => `${subject} ${path}`).sort(),
  ]);
  expect(Object.fromEntries(found)).toEqual(expected(each));
  const rules = [...plan.findings, ...plan.environments.flatMap(({ findings }) => findings)].map(({ rule }) => rule);
  expect([...new Set(rules)].sort()).toEqual([...(each.findings ?? [])].sort());
  return { before, after };
}

const titled = (cases: readonly PlanCase[]) => cases.map((each) => [each.name, each] as const);

describe.each(Object.entries(SAME))('%s: the same meaning', (_, cases) => {
  test.each(titled(cases))('%s', (_name, each) => {
    const { before, after } = judge(each);
    expect(each.expect).toEqual({});
    expect(definitions(after.state)).toEqual(definitions(before.state));
  });
});

describe.each(Object.entries(CHANGED))('%s: another meaning', (_, cases) => {
  test.each(titled(cases))('%s', (_name, each) => {
    const { before, after } = judge(each);
    const shown = Object.keys(expected(each));
    expect(shown.length).toBeGreaterThan(0);
    // A definition changes only where a difference is shown.
    const [old, now] = [definitions(before.state), definitions(after.state)];
    const moved = Object.keys(now).filter((name) => JSON.stringify(now[name]) !== JSON.stringify(old[name]));
    expect(shown).toEqual(expect.arrayContaining(moved));
  });
});

test('the corpus is large enough to be one', () => {
  const count = [...Object.values(SAME), ...Object.values(CHANGED)].flat();
  expect(count.length).toBeGreaterThanOrEqual(140);
  expect(new Set(count.map(({ name }) => name)).size).toBeGreaterThan(100);
});
