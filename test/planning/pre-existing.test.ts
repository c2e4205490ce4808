import { rmSync } from 'node:fs';
import type { Finding } from '../../src/finding.ts';
import { markPreExisting } from '../../src/plan/rules/pre-existing.ts';
import { environmentFindings, type FindingsInput } from '../../src/planning/environment-findings.ts';
import type { ProjectState } from '../../src/project/environment-state.ts';
import { readProject } from '../../src/project/read-project.ts';
import { CONFIG_CHANGED } from '../golden/plans/cases-config.ts';
import { CODE_CHANGED, ENVIRONMENTS_CHANGED } from '../golden/plans/cases-project.ts';
import { CONDITIONS_CHANGED, SQL_CHANGED } from '../golden/plans/cases-sql.ts';
import {
  batch,
  changed,
  config,
  type Edit,
  environment,
  pin,
  ROOT,
  shippedProject,
  training,
} from '../golden/plans/project.ts';

/** What a plan says of a change, judged as `plan` judges it: which of it is news. */

const shipped = shippedProject();
const folders = [shipped];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const NOW = '2026-11-22T12:00:00Z';

function made(edits: readonly Edit[], from = shipped): string {
  const folder = changed(from, edits);
  folders.push(folder);
  return folder;
}

function stateOf(folder: string): ProjectState | null {
  return readProject({ root: folder, configPath: 'config.yml', packageRoot: ROOT }).state;
}

type Known = Pick<FindingsInput, 'measured' | 'answers'>;

function judgedPair(before: ProjectState, after: ProjectState, name: string, known: Known = {}): Finding[] {
  const of = (state: ProjectState) => state.environments.find((each) => each.name === name);
  const [base, head] = [of(before), of(after)];
  if (base === undefined || head === undefined) throw new Error(`no ${name}`);
  return markPreExisting(
    environmentFindings({ state: head, all: after, base: { state: base, all: before }, now: NOW, ...known }),
    environmentFindings({ state: base, all: before, base: null, now: NOW, ...known }),
  );
}

/** Edits that make the base, and those that make the head of it. */
function pair(base: readonly Edit[], head: readonly Edit[], name = 'dev', known: Known = {}): Finding[] {
  const folder = made(base);
  const [before, after] = [stateOf(folder), stateOf(made(head, folder))];
  if (before === null || after === null) throw new Error('a side has mistakes');
  return judgedPair(before, after, name, known);
}

const told = (findings: readonly Finding[]) =>
  findings.map(({ rule, pre_existing }) => `${pre_existing === true ? 'pre-existing' : 'news'} ${rule}`).sort();

const RANDOM = training('ON l.orderkey = o.orderkey', 'ON l.orderkey = o.orderkey\nWHERE RANDOM() < 0.5');
const SEED = config('    n_estimators: [10, 150]', '    random_state: [1, 100]\n    n_estimators: [10, 150]');
const ROWS = config('rows: 5000', 'rows: 6000');
const rollout = (name: string, wait = 30): Edit =>
  environment(
    name,
    'endpoint',
    'keep: 2',
    `keep: 2\nrollout: {type: all-at-once, wait_in_seconds: ${wait}, alarms: [a]}`,
  );
const pinned = (name: string, file: 'endpoint' | 'batch-transform', version: number): Edit => ({
  file: `environments/${name}/${file}.yml`,
  by: (text) => text.replace(/^model:(?: null|(?:\n {2}.*)+)/m, pin(version)),
});

describe('what both have is pre-existing', () => {
  test('the same line', () => {
    expect(told(pair([SEED], [ROWS]))).toEqual(['pre-existing honesty/tuned-seed']);
  });

  test('moved lines, another file, another layout', () => {
    const moved = { file: 'sql/training.sql', by: (text: string) => `-- more\n\n${text}` };
    expect(told(pair([RANDOM], [moved]))).toEqual(['pre-existing honesty/sample-not-reproducible']);
    const elsewhere: Edit[] = [
      { file: 'sql/training.sql', rename: 'sql/late.sql' },
      config('query_file: sql/training.sql', 'query_file: sql/late.sql'),
    ];
    expect(told(pair([RANDOM], elsewhere))).toEqual(['pre-existing honesty/sample-not-reproducible']);
  });

  test('a column that is not used, of a query that changes', () => {
    const unused = training('    l.quantity,', '    l.quantity,\n    l.tax,');
    expect(told(pair([unused], [training('JOIN orders', 'LEFT JOIN orders')]))).toEqual([
      'pre-existing query/unused-columns',
    ]);
    // One more of them is another message.
    const more = training('    l.tax,', '    l.tax,\n    l.discount,');
    expect(told(pair([unused], [more]))).toEqual(['news query/unused-columns']);
  });

  test('what Presto says of both is the same as what the text tells', () => {
    const unused = training('    l.quantity,', '    l.quantity,\n    l.tax,');
    const [folder] = [made([unused])];
    const [before, after] = [stateOf(folder), stateOf(made([ROWS], folder))];
    if (before === null || after === null) throw new Error('a side has mistakes');
    const [state] = after.environments;
    if (state === undefined) throw new Error('no environment');
    const answer = environmentFindings({ state, all: after, base: null, now: NOW }).map(({ finding }) => finding);
    const head = environmentFindings({
      state,
      all: after,
      base: { state: before.environments[0] ?? null, all: before },
      now: NOW,
      answers: { training: answer },
    });
    const [base] = before.environments.map((one) =>
      environmentFindings({ state: one, all: before, base: null, now: NOW }),
    );
    expect(told(markPreExisting(head, base ?? []))).toEqual(['pre-existing query/unused-columns']);
  });

  test('a column that is not used in the training query is another one than that in the batch query', () => {
    const [unusedInTraining, unusedInBatch] = [training, batch].map((edit) =>
      edit('    l.extendedprice', '    l.tax,\n    l.extendedprice'),
    ) as [Edit, Edit];
    const mended = training('    l.tax,\n', '');
    expect(told(pair([unusedInTraining], [mended, unusedInBatch]))).toEqual(['news query/unused-columns']);
  });
});

describe('what the change brings is news', () => {
  test('a finding', () => {
    expect(told(pair([], [SEED]))).toEqual(['news honesty/tuned-seed']);
    expect(told(pair([SEED], [RANDOM]))).toEqual([
      'news honesty/sample-not-reproducible',
      'pre-existing honesty/tuned-seed',
    ]);
  });

  test('a figure that changes', () => {
    expect(told(pair([rollout('dev', 30)], [environment('dev', 'endpoint', ': 30,', ': 20,')]))).toEqual([
      'news guardrail/no-baking',
    ]);
  });

  test('another of the same', () => {
    const again = training('< 0.5', '< 0.5 OR RANDOM() < 0.1');
    expect(told(pair([RANDOM], [again]))).toEqual([
      'news honesty/sample-not-reproducible',
      'news honesty/sample-not-reproducible',
    ]);
    expect(told(pair([RANDOM, again], [ROWS]))).toEqual([
      'pre-existing honesty/sample-not-reproducible',
      'pre-existing honesty/sample-not-reproducible',
    ]);
  });

  test('a feature that is computed otherwise, and otherwise again', () => {
    const skewed = batch('    l.quantity,', '    l.quantity * 2 AS quantity,');
    expect(told(pair([skewed], [ROWS]))).toEqual(['pre-existing honesty/training-serving-skew']);
    const worse = batch('l.quantity * 2', 'l.quantity * 3');
    expect(told(pair([skewed], [worse]))).toEqual(['news honesty/training-serving-skew']);
  });

  test('an error, whoever made it', () => {
    const leaky = training('IF(l.receiptdate > l.commitdate, 1, 0) AS late', 'IF(l.quantity > 25, 1, 0) AS late');
    const findings = pair([leaky], [ROWS]);
    expect(findings).toMatchObject([{ rule: 'honesty/target-from-feature', severity: 'error' }]);
    expect(told(findings)).toEqual(['news honesty/target-from-feature']);
  });

  test('what another environment of the base has', () => {
    expect(told(pair([rollout('dev')], [rollout('prod')], 'prod'))).toEqual(['news guardrail/no-baking']);
    expect(told(pair([rollout('dev')], [rollout('prod')], 'dev'))).toEqual(['pre-existing guardrail/no-baking']);
  });
});

describe('a rule about the change is always news', () => {
  const PINS = [pinned('dev', 'endpoint', 5), pinned('staging', 'endpoint', 5), pinned('prod', 'endpoint', 5)];

  test('pin-moved-backwards', () => {
    // The base went back as well, from where it came from: that was its news.
    expect(told(pair(PINS, [pinned('dev', 'endpoint', 4)]))).toContain('news guardrail/pin-moved-backwards');
    expect(told(pair([...PINS, pinned('prod', 'endpoint', 4)], [pinned('prod', 'endpoint', 3)], 'prod'))).toContain(
      'news guardrail/pin-moved-backwards',
    );
  });

  test('promotion-order', () => {
    expect(told(pair(PINS, [pinned('prod', 'endpoint', 6)], 'prod'))).toContain('news guardrail/promotion-order');
  });

  test('freeze-window: it is about the merge, not about the freeze', () => {
    const soon = environment(
      'dev',
      'environment',
      'soak: 0h',
      'soak: 0h\nfreeze: [{from: 2026-11-23T06:00Z, to: 2026-11-24T06:00Z, reason: nobody is there}]',
    );
    for (const head of [ROWS, { file: 'sagemaker-code/training.py', by: (text: string) => `${text}\n# more\n` }]) {
      expect(told(pair([soon], [head]))).toEqual(['news guardrail/freeze-window']);
    }
  });

  test('account-moved', () => {
    const moved = environment('dev', 'environment', 'region: us-east-1', 'region: eu-west-1');
    expect(told(pair([], [moved]))).toEqual(['news guardrail/account-moved']);
    expect(told(pair([moved], [ROWS]))).toEqual([]);
  });

  test('no-alarm-with-rollback: at every update of the last stage, and only then', () => {
    expect(
      told(pair(PINS, [environment('prod', 'endpoint', 'max_instance_count: 3', 'max_instance_count: 2')], 'prod')),
    ).toEqual(['news guardrail/no-alarm-with-rollback']);
    expect(told(pair(PINS, [ROWS], 'prod'))).toEqual([]);
  });

  test('capacity-reset', () => {
    const endpoint = {
      endpoint: {
        name: 'mlops-realtime-ep-dev',
        status: 'InService' as const,
        variants: [{ name: 'AllTraffic', desiredInstanceCount: 3, currentInstanceCount: 3 }],
      },
    } as unknown as NonNullable<Known['measured']>['endpoint'];
    const less = environment(
      'dev',
      'endpoint',
      /max_instance_count: \d+/.exec(made.toString())?.[0] ?? 'keep: 2',
      'keep: 3',
    );
    const known = { measured: { endpoint: endpoint ?? null } };
    const rules = told(pair([pinned('dev', 'endpoint', 1)], [less], 'dev', known));
    expect(rules).toEqual(['news guardrail/capacity-reset']);
    expect(told(pair([pinned('dev', 'endpoint', 1)], [ROWS], 'dev', known))).toEqual([]);
  });
});

describe('what the change brings to life is news, though it is as it was', () => {
  test('a rollout, whenever something rolls out', () => {
    const served = [rollout('dev'), pinned('dev', 'endpoint', 1)];
    expect(told(pair(served, [ROWS]))).toEqual(['pre-existing guardrail/no-baking']);
    expect(told(pair(served, [pinned('dev', 'endpoint', 2)]))).toEqual(['news guardrail/no-baking']);
    expect(told(pair([rollout('dev')], [pinned('dev', 'endpoint', 1)]))).toEqual(['news guardrail/no-baking']);
    expect(
      told(pair(served, [environment('dev', 'endpoint', 'max_instance_count: 1', 'max_instance_count: 2')])),
    ).toEqual(['news guardrail/no-baking']);
    const role = environment(
      'dev',
      'environment',
      'config: {}',
      'config: {aws: {network_config: {enable_network_isolation: true}}}',
    );
    expect(told(pair(served, [role]))).toEqual(['news guardrail/no-baking']);
    // Without a model nothing rolls out.
    expect(
      told(pair([rollout('dev')], [environment('dev', 'endpoint', 'max_instance_count: 1', 'max_instance_count: 2')])),
    ).toEqual(['pre-existing guardrail/no-baking']);
  });

  test('an endpoint and a batch with their first model', () => {
    const drawn = batch('WHERE ', 'WHERE RANDOM() < 0.5 AND ');
    const large = environment('dev', 'endpoint', 'keep: 2', 'keep: 2\nendpoint_name: Late');
    const base = [drawn, large, SEED];
    const as = (endpoint: string, batches: string) =>
      [
        `${endpoint} guardrail/name-case`,
        `${batches} honesty/batch-not-reproducible`,
        'pre-existing honesty/tuned-seed',
      ].sort();
    expect(told(pair(base, [ROWS]))).toEqual(as('pre-existing', 'pre-existing'));
    expect(told(pair(base, [pinned('dev', 'batch-transform', 1)]))).toEqual(as('pre-existing', 'news'));
    expect(told(pair(base, [pinned('dev', 'endpoint', 1)]))).toEqual(as('news', 'pre-existing'));
    const pins = [pinned('dev', 'endpoint', 1), pinned('dev', 'batch-transform', 1)];
    expect(told(pair(base, pins))).toEqual(as('news', 'news'));
    const next = [pinned('dev', 'endpoint', 2), pinned('dev', 'batch-transform', 2)];
    expect(told(pair([...base, ...pins], next))).toEqual(as('pre-existing', 'pre-existing'));
    expect(told(pair([...base, ...pins], [pinned('dev', 'batch-transform', 2)], 'prod'))).toEqual([
      'pre-existing honesty/batch-not-reproducible',
      'pre-existing honesty/tuned-seed',
    ]);
  });
});

/**
 * What a base breaks that no case of the corpus touches: in config.yml, in the files of each environment and, where one can
 * be put at its end, in the training query.
 */
const FLAWS: readonly Edit[] = [
  { file: 'config.yml', by: (text) => text.replace(/^( *)hyperparam_ranges:\n/m, '$&$1  random_state: [1, 100]\n') },
  ...['dev', 'staging', 'prod'].map(
    (name): Edit => ({
      file: `environments/${name}/endpoint.yml`,
      by: (text) => `${text}\nrollout: {type: all-at-once, wait_in_seconds: 30, alarms: [a]}\n`,
    }),
  ),
];
const FLAWED = ['honesty/tuned-seed', 'guardrail/no-baking'];
const CASES = [...SQL_CHANGED, ...CONDITIONS_CHANGED, ...CONFIG_CHANGED, ...CODE_CHANGED, ...ENVIRONMENTS_CHANGED];

function flawed(folder: string): ProjectState | null {
  try {
    return stateOf(made(FLAWS, folder));
  } catch {
    return null;
  }
}

const CHANGE =
  /^guardrail\/(promotion-order|pin-moved-backwards|freeze-window|account-moved|capacity-reset|no-alarm-with-rollback)$/;
const saying = ({ rule, severity, message }: Finding) => JSON.stringify([rule, severity, message]);

describe('over the corpus of changes', () => {
  let known = 0;
  let news = 0;

  test.each(CASES.map((each) => [each.name, each] as const))('%s', (_, { base = [], head }) => {
    const before = made(base);
    const after = made(head, before);
    const [clean, broken, next] = [stateOf(before), flawed(before), flawed(after)];
    if (clean === null || broken === null || next === null) return;
    for (const { name } of next.environments) {
      if (!clean.environments.some((each) => each.name === name)) continue;
      const findings = judgedPair(broken, next, name);
      const own = environmentFindings({
        state: broken.environments.find((each) => each.name === name) as ProjectState['environments'][number],
        all: broken,
        base: null,
        now: NOW,
      }).map(({ finding }) => saying(finding));
      for (const finding of findings) {
        // Whatever is said to stand there is said of the base as well, and is neither an error nor about the change.
        if (finding.pre_existing) {
          expect(own).toContain(saying(finding));
          expect(finding.severity).not.toBe('error');
          expect(finding.rule).not.toMatch(CHANGE);
          known++;
        } else news++;
      }
      const tuned = findings.filter(({ rule }) => rule === 'honesty/tuned-seed');
      expect(tuned.map(({ pre_existing }) => pre_existing)).toEqual([true]);
      // Brought in by the head, none of it is.
      const brought = judgedPair(clean, next, name).filter(({ rule }) => FLAWED.includes(rule));
      expect(brought.map(({ rule }) => rule).sort()).toEqual([...FLAWED].sort());
      expect(brought.filter(({ pre_existing }) => pre_existing === true)).toEqual([]);
    }
  });

  test('enough of them had something to say', () => {
    expect(known).toBeGreaterThan(300);
    expect(news).toBeGreaterThan(10);
  });
});
