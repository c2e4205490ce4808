import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Plan } from '../../../src/plan/plan.ts';
import { LONGEST_COMMENT } from '../../../src/report/markdown.ts';
import { findOwn } from '../../../src/report/marker.ts';
import { planCheckRun } from '../../../src/report/plan/check-run.ts';
import { planComment, planSummary } from '../../../src/report/plan/comment.ts';
import { planMarkdown } from '../../../src/report/plan/markdown.ts';
import { planTerminal } from '../../../src/report/plan/terminal.ts';
import type { RuleName } from '../../../src/rule-names.ts';
import * as fixtures from './fixtures.ts';

const { plan, environment } = fixtures;
const options = { key: 'plan', facts: { head: 'abc' }, runUrl: 'https://github.com/acme/late-lines/actions/runs/1' };

const CASES: Record<string, () => Plan> = {
  short: fixtures.short,
  long: fixtures.long,
  'no-change': fixtures.noChange,
  failure: fixtures.failure,
  fork: fixtures.fork,
  hostile: fixtures.hostile,
  'long-diff': fixtures.longDiff,
  identical: fixtures.identical,
  pin: fixtures.pin,
  'pre-existing': fixtures.preExisting,
};

/** Compares with a stored text. `MLOPS_WRITE_COMMENTS=1` writes it anew, to be read as a difference; never where CI is set. */
function golden(file: string, text: string): void {
  const path = new URL(`../../golden/comments/${file}`, import.meta.url);
  if (process.env.MLOPS_WRITE_COMMENTS === '1' && process.env.CI === undefined) writeFileSync(path, text);
  expect(existsSync(path) ? readFileSync(path, 'utf8') : undefined).toBe(text);
}

describe.each(Object.entries(CASES))('%s', (name, make) => {
  test('is the stored text, as Markdown and in a terminal', () => {
    golden(`${name}.md`, planMarkdown(make()));
    if (name !== 'long-diff') golden(`${name}.txt`, planTerminal(make(), { color: false, width: 110 }));
  });

  test('is the same text in a comment and in a terminal, with only the marker before and a link behind', () => {
    const { body } = planComment(make(), options);
    const [first, blank, ...rest] = body.split('\n');
    expect(first).toMatch(/^<!-- mlops:plan:plan \S+ -->$/);
    expect(blank).toBe('');
    expect(rest.join('\n')).toBe(
      `${planMarkdown(make())}\n<sub>[The run that made this plan](${options.runUrl}), with all of it in its summary.</sub>\n`,
    );
    expect(body.length).toBeLessThanOrEqual(LONGEST_COMMENT);
  });

  test('says the same whenever it is asked', () => {
    const before = JSON.stringify(make());
    const value = make();
    expect(planComment(value, options)).toEqual(planComment(make(), options));
    expect(JSON.stringify(value)).toBe(before);
  });
});

test('the marker is found again, with its facts', () => {
  const { body } = planComment(fixtures.short(), options);
  expect(findOwn([{ id: 1, author: 'bot', body, url: '' }], 'bot', 'plan')).toMatchObject([
    { key: 'plan', facts: { head: 'abc' } },
  ]);
});

test('an address that is none is no link', () => {
  const { body } = planComment(fixtures.noChange(), { ...options, runUrl: 'javascript:alert(1)' });
  expect(body).not.toContain('javascript');
});

test('what holds for all is said once, what one of them has besides under its own name', () => {
  const text = planMarkdown(fixtures.long());
  expect(text.match(/^### .*$/gm)).toEqual(['### dev, staging and prod: the same', '### prod']);
  expect(text.match(/evaluation_step\.accuracy_condition_threshold/g)).toHaveLength(1);
  expect(text.match(/computed from the feature/g)).toHaveLength(1);
  expect(text).toContain('only **prod**');
});

test('a difference whose beginning is the same is shown from where it differs', () => {
  const long = 'a-very-long-name-'.repeat(8);
  const text = planMarkdown(
    plan({
      environments: [
        environment('dev', {
          differences: [
            { subject: 'image', path: 'image', from: `${long}1`, to: `${long}2`, place: null },
            {
              subject: 'model',
              path: 'model',
              from: { version: 3, group: 'g' },
              to: { version: 4, group: 'g' },
              place: null,
            },
            { subject: 'model', path: 'digest', from: 'ab'.repeat(32), to: 'cd'.repeat(32), place: null },
          ],
        }),
      ],
    }),
  );
  expect(text).toContain('`…y-long-name-1` → `…y-long-name-2`');
  expect(text).toContain('| version `3` → `4` |');
  expect(text).toContain('`abababababab…` → `cdcdcdcdcdcd…`');
});

describe('what the base has too', () => {
  test('is folded at the end, in one line each, and counted apart from the news', () => {
    const text = planMarkdown(fixtures.preExisting());
    expect(text).toMatch(/^## ⚠️ .*, with 1 warning$/m);
    const [, fold = ''] = text.split(
      '<details><summary>2 findings that the base has too: <code>guardrail/canary-size</code>, <code>honesty/tuned-seed</code></summary>',
    );
    expect(fold).toMatch(/\n<\/details>\n$/);
    expect(fold.match(/^- .*$/gm)).toEqual([
      '- ⚠️ A canary of 10 % of 1 instance \\(min\\_instance\\_count\\) is 1 of 1: the whole fleet · `environments/prod/endpoint.yml:12:3` · only **prod** (`guardrail/canary-size`)',
      '- ℹ️ Tuning searches for the best random\\_state (`honesty/tuned-seed`)',
    ]);
    expect(text.match(/the whole fleet/g)).toHaveLength(1);
  });

  test('is one line in a terminal', () => {
    const text = planTerminal(fixtures.preExisting(), { color: false, width: 110 });
    expect(text).toContain(
      '\n2 findings that the base has too: guardrail/canary-size, honesty/tuned-seed; listed by --format markdown\n',
    );
    expect(text).not.toContain('the whole fleet');
  });

  test('is on no line of the change, and in the title of a check by its number', () => {
    const run = planCheckRun(fixtures.preExisting(), 'prod');
    expect(run.conclusion).toBe('success');
    expect(run.annotations.map(({ path }) => path)).toEqual(['environments/prod/endpoint.yml']);
    expect(run.title).toMatch(/, with 1 warning; 2 findings that the base has too$/);
  });

  test('an error stops the change, whoever made it', () => {
    const value = fixtures.preExisting();
    for (const one of value.environments.flatMap(({ findings }) => findings)) one.severity = 'error';
    expect(planMarkdown(value)).toContain('3 errors stop this change');
    expect(planMarkdown(value)).not.toContain('that the base has too');
  });

  test('is not said of a change that changes nothing', () => {
    const { findings = [] } = fixtures.preExisting().environments[0] ?? {};
    expect(planMarkdown({ ...fixtures.noChange(), findings })).toBe(planMarkdown(fixtures.noChange()));
  });
});

describe('room', () => {
  const lines = (count: number, width = 60) =>
    Array.from({ length: count }, (_, i) => ({ mark: '+' as const, text: `${i} ${'x'.repeat(width)}` }));
  const withLines = (count: number, files: number, width?: number) =>
    plan({
      environments: [
        environment('dev', {
          differences: Array.from({ length: files }, (_, i) => ({
            subject: 'code' as const,
            path: `code/file-${i}.py`,
            from: null,
            to: null,
            place: null,
            lines: lines(count, width),
          })),
          run: fixtures.RETUNED,
        }),
      ],
    });

  test('a difference of 2,000 lines is cut and counted, and everything else stays', () => {
    const { body, dropped, full } = planComment(fixtures.longDiff(), options);
    expect(dropped).toEqual([]);
    expect(body).toMatch(/@@ … [\d,]+ more lines \(\d+ added, \d+ removed\) @@/);
    expect(body).toContain('3 of 6 steps run');
    expect(full).toContain('quantity_1994');
    expect(full).not.toContain('more lines');
  });

  test('lines go before sections, sections go by what they are worth, the summary never goes', () => {
    const many = planComment(withLines(300, 20), options);
    expect(many.dropped).toEqual([]);
    expect(many.body.length).toBeLessThanOrEqual(LONGEST_COMMENT);
    const tooMany = planComment(withLines(300, 100, 390), options);
    expect(tooMany.dropped.at(-1)).toBe('lines of code/file-99.py of dev');
    expect(tooMany.body).toContain('3 of 6 steps run');
    expect(tooMany.dropped).not.toContain('lines of code/file-0.py of dev');
    expect(tooMany.body).toContain('@@ … 290 more lines (290 added, 0 removed) @@');
    expect(tooMany.body.length).toBeLessThanOrEqual(LONGEST_COMMENT);
    expect(tooMany.body).toContain('Too long for one comment, left out: lines of code/file-');
    expect(tooMany.body).toContain('## ✅ Plan: merging trains a model in dev');
    expect(Buffer.byteLength(tooMany.full)).toBeLessThanOrEqual(1_048_576);
  });

  test('a long marker or many environments do not make it longer than GitHub takes', () => {
    const huge = plan({
      environments: Array.from({ length: 60 }, (_, i) => ({
        ...fixtures.hostile().environments[0],
        ...environment(`${'@'.repeat(300)}${i}`, {
          differences: Array.from({ length: 40 }, (_, j) => ({
            subject: 'code' as const,
            path: '@'.repeat(500 + j),
            from: '<'.repeat(500 + i),
            to: '@'.repeat(900),
            place: { file: '|'.repeat(300), line: i + 1, column: 1 },
          })),
          findings: Array.from({ length: 15 }, (_, j) => ({
            rule: '@'.repeat(200 + i) as RuleName,
            severity: 'error' as const,
            message: '@'.repeat(5000 + j),
            way_out: '<'.repeat(5000),
            place: null,
          })),
          gaps: [{ source: 'aws' as const, what: null, why: '@'.repeat(4000 + i) }],
        }),
      })),
      unchanged: Array.from({ length: 500 }, (_, i) => `${'@'.repeat(100)}${i}`),
    });
    const { body, full } = planComment(huge, { ...options, facts: { receipt: 'x'.repeat(20_000) } });
    expect(body.length).toBeLessThanOrEqual(LONGEST_COMMENT);
    expect(body).toContain('## ❌ Plan: 900 errors stop this change');
    expect(Buffer.byteLength(full)).toBeLessThanOrEqual(1_048_576);
    const run = planCheckRun(huge, huge.environments[3]?.environment ?? '');
    expect(run.summary.length).toBeLessThanOrEqual(65_535);
    expect(run.text.length).toBeLessThanOrEqual(65_535);
    expect(run.title.length).toBeLessThanOrEqual(255);
  });

  test('the summary of a job has what the comment has no room for', () => {
    const text = planSummary(withLines(300, 20));
    expect(text).not.toContain('more lines');
    expect(text).not.toContain('left out');
  });
});

describe('the check run of an environment', () => {
  test.each([
    ['an error', fixtures.long(), 'dev', 'failure', '1 error stops this change'],
    ['a change', fixtures.short(), 'dev', 'success', 'merging trains a model in dev'],
    ['no change', fixtures.short(), 'prod', 'success', 'nothing changes'],
    ['what was not looked at', fixtures.fork(), 'prod', 'neutral', 'prod changes'],
    [
      'a configuration that cannot be read',
      fixtures.failure(),
      'dev',
      'failure',
      'the configuration has 2 errors, so nothing can be planned',
    ],
    ['an environment that is not in it', fixtures.noChange(), 'qa', 'neutral', 'nothing changes'],
  ])('%s', (_, value, name, conclusion, title) => {
    expect(planCheckRun(value, name)).toMatchObject({ name: `mlops plan (${name})`, conclusion, title });
  });

  test('shows nothing of the others', () => {
    const run = planCheckRun(fixtures.long(), 'staging');
    expect(run.text).not.toContain('prod');
    expect(run.annotations.map(({ path }) => path)).toEqual(['sql/training.sql']);
  });
});
