import type { Finding } from '../../../src/finding.ts';
import { type Gap, gapText } from '../../../src/observed/gap.ts';
import { type Change, type ResourceKind, resourceOf } from '../../../src/plan/change.ts';
import type { Difference, EnvironmentPlan, Plan } from '../../../src/plan/plan.ts';
import { planCheckRun } from '../../../src/report/plan/check-run.ts';
import { planMarkdown } from '../../../src/report/plan/markdown.ts';
import { planTerminal } from '../../../src/report/plan/terminal.ts';
import * as fixtures from './fixtures.ts';

/** What a person who reads one plan a day would complain about. */

const { plan, environment } = fixtures;

const SETTING: Difference = { subject: 'environment', path: 'environment.soak', from: '24h', to: '48h', place: null };
const change = (action: Change['action'], kind: ResourceKind, name: string, rest: Partial<Change> = {}): Change => ({
  ...resourceOf(kind, name),
  action,
  from: null,
  to: null,
  why: 'because',
  ...rest,
});
const one = (parts: Partial<EnvironmentPlan>, rest: Partial<Plan> = {}) =>
  plan({ environments: [environment('dev', { differences: [SETTING], changes: [], ...parts })], ...rest });
const title = (value: Plan) => planMarkdown(value).split('\n')[0];
const finding = (message: string, rest: Partial<Finding> = {}): Finding => ({
  rule: 'query/missing-feature',
  severity: 'error',
  message,
  way_out: 'Add it.',
  place: { file: 'sql/batch.sql', line: 1, column: 1 },
  ...rest,
});

describe('the heading says what a merge does', () => {
  const trains = [change('update', 'training-pipeline', 'train'), change('start', 'training-pipeline', 'train')];
  const at = (name: string, changes: Change[] | null, differences = [SETTING]) =>
    environment(name, { differences, changes });
  const whole = (from: string | null, to: string | null): Difference => ({
    ...SETTING,
    path: 'environment',
    from,
    to,
  });

  test.each<[string, EnvironmentPlan[], string]>([
    ['it trains in one of two', [at('dev', trains), at('prod', [])], 'merging trains a model in dev'],
    [
      'it trains and deploys',
      [at('dev', trains), at('prod', [change('update', 'batch-pipeline', 'batch')])],
      'merging trains a model in dev and deploys to prod',
    ],
    [
      'it deploys an endpoint',
      [at('dev', [change('create', 'model', 'x'), change('update', 'endpoint', 'x')])],
      'merging deploys to dev',
    ],
    ['it does nothing', [at('prod', [])], 'prod changes; merging neither trains nor deploys'],
    [
      'what is there is as it should be',
      [at('prod', [change('keep', 'endpoint', 'x', { from: 'a', to: 'a' })])],
      'prod changes; merging neither trains nor deploys',
    ],
    ['nobody looked', [at('dev', null), at('prod', null)], 'dev and prod change'],
    [
      'an environment comes and another goes',
      [at('prod', []), at('qa', [], [whole(null, 'account 1')]), at('staging', null, [whole('account 1', null)])],
      'prod changes, qa is new, staging is removed; merging neither trains nor deploys',
    ],
  ])('%s', (_, environments, words) => {
    expect(title(plan({ environments }))).toBe(`## ✅ Plan: ${words}`);
  });

  test('and not that it does nothing where AWS did not answer', () => {
    const silent = environment('prod', {
      differences: [SETTING],
      changes: [],
      gaps: [{ source: 'aws', what: 'the endpoint', why: 'throttled' }],
    });
    expect(title(plan({ environments: [silent] }))).toBe('## ℹ️ Plan: prod changes');
  });

  test('and each row of the table what it does there', () => {
    const text = planMarkdown(
      plan({
        environments: [
          at('dev', [change('start', 'training-pipeline', 'train')]),
          at('staging', []),
          at('prod', [
            change('create', 'endpoint-config', 'c'),
            change('update', 'endpoint', 'e'),
            change('update', 'batch-pipeline', 'b'),
          ]),
          at('old', null, [whole('account 1', null)]),
          at('far', null),
        ],
      }),
    );
    expect(text.match(/^\| \*\*(?!environment).*$/gm)).toEqual([
      '| **dev** | environment | trains |',
      '| **staging** and **old** | environment | nothing |',
      '| **prod** | environment | deploys endpoint, batch pipeline |',
      '| **far** | environment | not known |',
    ]);
  });
});

test('a change that changes nothing is one line', () => {
  expect(planMarkdown(fixtures.noChange())).toBe(
    '✅ **Plan: nothing changes.** The files mean the same in **dev**, **staging** and **prod**, from `4be1f0c` to `9d2c7a4`.\n',
  );
});

test('nothing stands between the heading and the mistakes that nothing can be planned for', () => {
  const lines = planMarkdown(fixtures.failure()).split('\n');
  expect(lines.slice(0, 3)).toEqual([
    '## ❌ Plan: the configuration has 2 errors, so nothing can be planned',
    '',
    expect.stringMatching(/^- ❌ .* · `config\.yml:58:3`/),
  ]);
});

describe('what is wrong', () => {
  test('stands before the table where it stops the change, behind it where it does not', () => {
    const at = (value: Plan, text: string) => planMarkdown(value).indexOf(text);
    expect(at(fixtures.long(), '- ❌')).toBeLessThan(at(fixtures.long(), '| Changes |'));
    const warned = fixtures.long();
    for (const each of warned.environments) {
      each.findings = each.findings.filter(({ severity }) => severity !== 'error');
    }
    expect(at(warned, '- ⚠️')).toBeGreaterThan(at(warned, '| Changes |'));
  });

  test('is said once with its way out, however many columns it is about, the second before the tenth', () => {
    const names = [10, 2, 1, 9, 3, 4, 5, 6].map((number) => `c_${number}`);
    const text = planMarkdown(one({ findings: names.map((name) => finding(`There is no column ${name}.`)) }));
    expect(text.match(/What to do/g)).toHaveLength(1);
    expect(text.match(/no column c\\_\d+/g)).toEqual([1, 2, 3, 4, 5].map((number) => `no column c\\_${number}`));
    expect(text).toContain('<br>… and 3 more of the same<br>What to do: Add it. (`query/missing-feature`)');
    expect(title(one({ findings: names.map((name) => finding(name)) }))).toContain('8 errors stop this change');
  });

  test('is not put together when the way out is another one', () => {
    const text = planMarkdown(one({ findings: [finding('a'), finding('b', { way_out: 'Take it out.' })] }));
    expect(text.match(/^- /gm)).toHaveLength(2);
  });

  test('is one mistake when Presto and the parser put it differently at the same place', () => {
    const syntax = (message: string) => finding(message, { rule: 'query/syntax' });
    const value = plan({
      environments: [
        environment('dev', { findings: [syntax("mismatched input '.'")] }),
        environment('prod', { findings: [syntax('expected a comma, found .')] }),
      ],
    });
    expect(title(value)).toBe('## ❌ Plan: 1 error stops this change');
    expect(planMarkdown(value)).not.toContain('only **');
  });

  test('what could not be looked at is said once, among the gaps, and in the heading', () => {
    const gap: Gap = { source: 'presto', what: null, why: 'it does not answer' };
    const incomplete = finding(`Not everything about dev could be read: ${gapText(gap)}`, {
      rule: 'plan/incomplete',
      severity: 'warning',
      place: null,
    });
    const value = one({ findings: [incomplete], gaps: [gap] });
    expect(title(value)).toBe('## ⚠️ Plan: dev changes; merging neither trains nor deploys; not all could be read');
    expect(planMarkdown(value).match(/does not answer/g)).toHaveLength(1);
    expect(planMarkdown(value)).toContain('\n⚠️ **Not read**: Presto: it does not answer\n');
    expect(planCheckRun(value, 'dev').conclusion).toBe('neutral');
    // Without the gap itself, the finding has to say it.
    expect(planMarkdown(one({ findings: [incomplete] }))).toContain('Not everything about dev could be read');
  });
});

describe('what is done on merge', () => {
  const digest = (name: string) => `${name}-${'0123456789ab'}`;

  test('is a line without digests, and a pipeline that is written and started is one', () => {
    const text = planMarkdown(
      one({
        changes: [
          change('update', 'training-pipeline', 'train', {
            from: '325990244d80',
            to: 'f0e018e4558c',
            why: 'its definition differs',
          }),
          change('start', 'training-pipeline', 'train', { why: 'a merge trains' }),
          change('create', 'model', 'm', { to: 's3://bucket/model.tar.gz', why: 'for version 2' }),
          change('update', 'endpoint', 'e', {
            from: digest('c'),
            to: `${digest('c')}0`,
            why: 'serves version 2, in place',
          }),
          change('update', 'scaling', 'e', { from: '1–3', to: '1–6', why: '1 to 6 instances' }),
          change('update', 'training-pipeline', 'p', {
            from: 'arn:aws:iam::1:role/a',
            to: 'arn:aws:iam::1:role/b',
            why: 'its role',
          }),
        ],
      }),
    );
    const [, list = ''] = text.split('**On merge**\n\n');
    expect(list.trimEnd().split('\n')).toEqual([
      '- **update** and **start** `pipeline train`',
      '- **create** `model m`: for version 2',
      '- **update** `endpoint e`: serves version 2, in place',
      '- **update** `scaling of e` `1–3` → `1–6`: 1 to 6 instances',
      '- **update** `pipeline p` `arn:aws:iam::1:role/a` → `arn:aws:iam::1:role/b`: its role',
    ]);
  });

  test('what stays though nobody pins it any more is said, what is as it should be is not', () => {
    const text = planMarkdown(
      one({
        changes: [
          change('keep', 'endpoint', 'e', { why: 'no model is pinned any more; it stays' }),
          change('keep', 'training-pipeline', 'p', { from: 'a', to: 'a', why: 'it is as it should be' }),
        ],
      }),
    );
    expect(text).toContain('- **keep** `endpoint e`: no model is pinned any more; it stays');
    expect(text).not.toContain('it is as it should be');
  });
});

describe('what changes', () => {
  const row = (from: Difference['from'], to: Difference['to'], more: Partial<Difference> = {}) =>
    planMarkdown(one({ differences: [{ ...SETTING, from, to, ...more }] }))
      .split('\n')
      .find((line) => line.includes('| `soak` |'))
      ?.split(' | ')[2];

  test('versions of a model are told apart by their numbers, and by their digests when those are the same', () => {
    const pin = (version: number, digit: string) => ({
      package_group: 'm',
      version,
      artifact_digest: `sha256:${digit.repeat(64)}`,
    });
    const format = { format: 'pin' as const };
    expect(row(pin(1, 'a'), pin(2, 'b'), format)).toBe('`m version 1` → `m version 2`');
    expect(row(pin(1, 'a'), pin(1, 'b'), format)).toBe(
      '`m version 1, sha256:aaaaaaaaaaaa…` → `m version 1, sha256:bbbbbbbbbbbb…`',
    );
    expect(row(null, pin(1, 'a'), format)).toBe('new: `m version 1, sha256:aaaaaaaaaaaa…`');
  });

  test('ranges of one type are told apart by their bounds, a range of another type by that', () => {
    const range = (type: string, min: number, max: number, scaling = 'Auto') => ({ type, min, max, scaling });
    const format = { format: 'range' as const };
    expect(row(range('integer', 3, 18), range('integer', 3, 30), format)).toBe('`3 to 18` → `3 to 30`');
    expect(row(range('integer', 1, 2), range('continuous', 1, 2), format)).toBe(
      '`integer 1 to 2` → `continuous 1 to 2`',
    );
    expect(row(range('integer', 1, 2), range('integer', 1, 2, 'Logarithmic'), format)).toBe(
      '`integer 1 to 2` → `integer 1 to 2, Logarithmic`',
    );
  });

  test('of a list of mappings what came and what went', () => {
    const [a, b] = [
      { from: '2026-11-20', to: '2026-12-01', reason: 'Black Friday' },
      { from: '2026-12-18', to: '2027-01-04', reason: 'nobody is there' },
    ];
    expect(row([a], [a, b])).toBe('added `{from: 2026-12-18, to: 2027-01-04, reason: nobody is there}`');
  });

  test('what comes into an empty list has come', () => {
    expect(row([], ['octocat'])).toBe('added `octocat`');
    expect(row(['octocat', 'mona'], [])).toBe('removed `octocat`, `mona`');
    expect(row(['a'], ['a', 'b'])).toBe('`[a]` → `[a, b]`');
  });

  test('an environment that alone changes is not named over its own changes', () => {
    expect(planMarkdown(one({}))).not.toContain('###');
  });

  test('a text that is shown by line is in no table besides', () => {
    const text = planMarkdown(fixtures.fork());
    expect(text).not.toContain('From → to');
    expect(text).toContain('**query** `sql/training.sql:5` +3 −1 lines');
  });
});

describe('the data', () => {
  const [{ data } = { data: null }] = fixtures.long().environments;
  const line = (value: Plan) => planMarkdown(value).match(/^\*\*Data\*\*.*$/m)?.[0];

  test('are one line when nothing of them is another', () => {
    if (data === null) throw new Error('the fixture has data');
    const drift = data.drift && {
      ...data.drift,
      columns: [{ name: 'quantity', value: 0, verdict: 'stable' as const }],
    };
    const value = one({ data: { ...data, base: data.head, drift } });
    expect(line(value)).toBe(
      '**Data**: 51,562 rows, the same figures as in the base; no drift from the data of mlops-presto version 3 (PSI)',
    );
    expect(planMarkdown(value)).not.toContain('| Base |');
  });

  test('name what moved before the table', () => {
    expect(line(fixtures.long())).toBe(
      '**Data**: 51,562 rows (60,175 in the base, −14.3 %); moved away from the data of mlops-presto version 3 (PSI): 🔴 `extendedprice`, 🟡 `quantity`',
    );
  });

  test('of another target say so in each share, and list nothing that neither query has', () => {
    if (data === null) throw new Error('the fixture has data');
    const target: Difference = {
      subject: 'target',
      path: 'training_step.training_target',
      from: 'late',
      to: 'returned',
      place: null,
    };
    const drift = data.drift && {
      ...data.drift,
      columns: [...data.drift.columns, { name: 'returned', value: null, verdict: 'unknown' as const }],
    };
    const text = planMarkdown(one({ differences: [target], data: { ...data, drift } }));
    expect(text).toContain('| class `1` | 63.3 % (38,061) of `late` | 62.4 % (32,160) of `returned` |  |');
    expect(text).not.toContain('| `returned` |');
  });
});

test('a check says below its summary what the summary does not say', () => {
  const gaps: Gap[] = [
    { source: 'aws', what: null, why: 'throttled' },
    { source: 'presto', what: null, why: 'it does not answer' },
  ];
  const run = planCheckRun(one({ gaps }), 'dev');
  expect(run.summary).toContain('## ');
  for (const gap of gaps) expect(run.summary).toContain(gapText(gap));
  expect(run.text).toMatch(/^\| {2}\| What \|/);
  for (const gap of gaps) expect(run.text).not.toContain(gapText(gap));
});

test('who was not asked is said once', () => {
  const gap: Gap = { source: 'network', what: null, why: 'this plan uses the files alone' };
  const text = planMarkdown(one({ changes: null, gaps: [gap] }, { scope: 'offline' }));
  expect(text.match(/files alone/g)).toHaveLength(1);
  expect(planMarkdown(one({ changes: null }, { scope: 'offline' }))).toContain('· by the files alone ·');
});

test('a month that may cost more says up to how much', () => {
  const cost = (min: number, max: number) => ({ min, max, what: 'n × ml.m5.xlarge' });
  const delta = (from: ReturnType<typeof cost>, to: ReturnType<typeof cost>) =>
    planMarkdown(one({ monthly: { from, to, basis: 'b' } })).match(/\(([^()]*USD|the same)\)<\/summary>/)?.[1];
  expect(delta(cost(100, 300), cost(100, 600))).toBe('up to +300 USD');
  expect(delta(cost(100, 300), cost(100, 100))).toBe('down to −200 USD');
  expect(delta(cost(100, 300), cost(200, 300))).toBe('+100 to ±0 USD');
  expect(delta(cost(100, 100), cost(200, 200))).toBe('+100 USD');
  expect(delta(cost(100, 300), cost(100, 300))).toBe('the same');
});

test('figures of a run are not asked for where none is known, and one instance needs no number', () => {
  const steps = fixtures.RETUNED.steps.map((step) => ({ ...step, seconds: null, dollars: null }));
  const run = { ...fixtures.RETUNED, steps, seconds: null, dollars: null };
  expect(planMarkdown(one({ run }))).toContain('\n| Step |  | On | Why |\n');
  expect(planMarkdown(one({ run }))).not.toContain('| unknown |');
  const [first, ...rest] = fixtures.RETUNED.steps;
  if (first === undefined) throw new Error('the fixture has steps');
  const partly = { ...fixtures.RETUNED, steps: [{ ...first, outcome: 'runs' as const, dollars: 0.0011 }, ...rest] };
  expect(planMarkdown(one({ run: partly }))).toContain(
    '| `Preprocess-Data` | **runs** | `ml.c5.xlarge` | unknown | &lt; 0.01 |',
  );
});

test('in a terminal a name that is too long for its column is broken where a part of it ends', () => {
  const text = planTerminal(fixtures.long(), { color: false, width: 80 });
  expect(text).toMatch(/ tuning_step\. +\[3, 20\]| tuning_step\. *$/m);
  expect(text).toMatch(/ hyperparam_ranges\.max_$/m);
  expect(text).toMatch(/ depth$/m);
});
