import { cronProblem, isTimezone, momentOf } from '../../src/config/schedule.ts';
import { ROOT, SEED, Workspace } from './workspace.ts';

const ENVIRONMENT = 'account: "123456789012"\n';
const REALTIME = '  min_instance_count: 1\n  max_instance_count: 3\n';

let folder: Workspace;
afterEach(() => folder.remove());

/** The seed's configuration with another end of `realtime_endpoint`, and an endpoint.yml of dev. */
function project(realtime: string, endpoint?: string, edit: (text: string) => string = (text) => text): Workspace {
  const seed = SEED.replaceAll('\r\n', '\n');
  if (!seed.includes(REALTIME)) throw new Error('the seed is another one');
  folder = new Workspace({
    'config.yml': edit(seed.replace(REALTIME, realtime)),
    ...(endpoint === undefined
      ? {}
      : { 'environments/dev/environment.yml': ENVIRONMENT, 'environments/dev/endpoint.yml': endpoint }),
  });
  return folder;
}

function endpointOf(realtime: string, endpoint: string, edit?: (text: string) => string) {
  const loaded = project(realtime, endpoint, edit).load({ environment: 'dev', packageRoot: ROOT });
  if (!loaded.ok) throw new Error(loaded.diagnostics.map(({ message }) => message).join('\n'));
  return { endpoint: loaded.environment?.endpoint, origins: loaded.origins };
}

const problems = (realtime: string, endpoint?: string, edit?: (text: string) => string): string[] =>
  project(realtime, endpoint, edit).errors({
    ...(endpoint === undefined ? {} : { environment: 'dev' }),
    warnings: false,
  });

/** `realtime_endpoint` without instances. */
const noInstances = (text: string): string =>
  text.replace(
    '  endpoint_name: mlops-realtime-ep\n  instance_type: ml.m5.xlarge\n',
    '  endpoint_name: mlops-realtime-ep\n',
  );

describe('defaults', () => {
  test('without any key: one instance, whose number is fixed, and the scaling that a range would have', () => {
    expect(endpointOf('', 'model: null\n').endpoint).toMatchObject({
      instance_type: 'ml.m5.xlarge',
      min_instance_count: 1,
      max_instance_count: 1,
      scaling: {
        metric: 'invocations',
        target: 1000,
        scale_in_cooldown: '300s',
        scale_out_cooldown: '60s',
        schedule: [],
      },
    });
  });

  test('a minimum alone is a fixed number', () => {
    expect(endpointOf('  min_instance_count: 2\n', 'model: null\n').endpoint).toMatchObject({
      min_instance_count: 2,
      max_instance_count: 2,
    });
  });

  test('the target of concurrency is 5', () => {
    const { endpoint } = endpointOf(`${REALTIME}  scaling: {metric: concurrency}\n`, 'model: null\n');
    expect(endpoint?.scaling).toMatchObject({ metric: 'concurrency', target: 5 });
  });
});

describe('inheritance', () => {
  const SCALED = `${REALTIME}  scaling: {metric: concurrency, target: 8, scale_in_cooldown: 10m}\n`;

  test('scaling of config.yml holds in each environment, and each value knows where it was written', () => {
    const { endpoint, origins } = endpointOf(SCALED, 'model: null\n');
    expect(endpoint?.scaling).toMatchObject({ metric: 'concurrency', target: 8, scale_in_cooldown: '10m' });
    expect(origins.get('environment.endpoint.scaling.target')).toMatchObject({ line: 184 });
    expect(origins.get('environment.endpoint.scaling.scale_out_cooldown')).toBe('default');
  });

  test('scaling of endpoint.yml replaces it as a whole: no target of another metric comes along', () => {
    const { endpoint, origins } = endpointOf(SCALED, 'scaling: {scale_out_cooldown: 30s}\n');
    expect(endpoint?.scaling).toMatchObject({
      metric: 'invocations',
      target: 1000,
      scale_in_cooldown: '300s',
      scale_out_cooldown: '30s',
    });
    expect(origins.get('environment.endpoint.scaling.metric')).toBe('default');
    expect(origins.get('environment.endpoint.scaling.scale_out_cooldown')).toMatchObject({ line: 1 });
  });

  test('serverless of endpoint.yml takes the place of the instances of config.yml', () => {
    const { endpoint } = endpointOf(SCALED, 'serverless: {memory_in_mb: 2048, max_concurrency: 5}\n');
    expect(endpoint?.serverless).toEqual({ memory_in_mb: 2048, max_concurrency: 5 });
    for (const key of ['instance_type', 'min_instance_count', 'max_instance_count', 'scaling']) {
      expect(endpoint).not.toHaveProperty(key);
    }
  });

  test('serverless of config.yml, and one environment on instances', () => {
    const serverless = '  serverless: {memory_in_mb: 2048, max_concurrency: 5, provisioned_concurrency: 1}\n';
    expect(endpointOf(serverless, 'model: null\n', noInstances).endpoint).toMatchObject({
      serverless: { provisioned_concurrency: 1 },
    });
    folder.remove();
    const own = 'instance_type: ml.m5.large\nmax_instance_count: 4\n';
    const { endpoint } = endpointOf(serverless, own, noInstances);
    expect(endpoint).toMatchObject({ instance_type: 'ml.m5.large', min_instance_count: 1, max_instance_count: 4 });
    expect(endpoint).not.toHaveProperty('serverless');
    folder.remove();
    expect(problems(serverless, 'max_instance_count: 4\n', noInstances)).toEqual([
      'environments/dev/endpoint.yml:1:1 max_instance_count: needs instance_type here: config.yml serves without instances (serverless)\n  Write instance_type, or remove this key.',
    ]);
  });
});

describe('earlier keys say what to write instead', () => {
  test('in config.yml', () => {
    expect(problems(`${REALTIME}  scaling: managed\n`)).toEqual([
      'config.yml:184:12 realtime_endpoint.scaling: is a mapping now: AWS refuses managed scaling on an endpoint with a model\n  Remove this line: Application Auto Scaling with target tracking is the default. Or say how: scaling: {metric: invocations, target: 1000}.',
    ]);
    folder.remove();
    expect(problems(`${REALTIME}  scaling: target-tracking\n  target_invocations_per_instance: 70\n`)).toEqual([
      'config.yml:184:12 realtime_endpoint.scaling: is a mapping now, and target tracking is the default\n  Write scaling: {metric: invocations, target: N}, with the number of target_invocations_per_instance.',
      'config.yml:185:3 realtime_endpoint.target_invocations_per_instance: is not a key any more: it is the target of scaling\n  Write scaling: {metric: invocations, target: 70}.',
    ]);
  });

  test('in endpoint.yml', () => {
    expect(problems(REALTIME, 'scaling: target-tracking\ntarget_invocations_per_instance: 70\n')).toEqual([
      'environments/dev/endpoint.yml:1:10 scaling: is a mapping now, and target tracking is the default\n  Write scaling: {metric: invocations, target: N}, with the number of target_invocations_per_instance.',
      'environments/dev/endpoint.yml:2:1 target_invocations_per_instance: is not a key any more: it is the target of scaling\n  Write scaling: {metric: invocations, target: 70}.',
    ]);
  });

  test('another text is a mistake as any other', () => {
    expect(problems(REALTIME, 'scaling: auto\n')).toEqual([
      'environments/dev/endpoint.yml:1:10 scaling: expected a mapping, got "auto"',
    ]);
  });
});

describe('mistakes', () => {
  const scaling = (text: string): string => `${REALTIME}  scaling: ${text}\n`;
  const schedule = (text: string): string => scaling(`{schedule: [${text}]}`);
  const at = 'config.yml:184:';

  test.each([
    ['a metric that does not exist', scaling('{metric: cpus}'), ['expected one of invocations, concurrency, cpu']],
    ['cpu without a target', scaling('{metric: cpu}'), ['scaling.metric: cpu needs a target\n  Write target: CPUUtil']],
    ['a target of 0', scaling('{target: 0}'), ['must be greater than 0, got 0']],
    ['a wait without a unit', scaling('{scale_in_cooldown: 300}'), ['expected text, got 300']],
    ['a wait of another form', scaling('{scale_out_cooldown: 1 min}'), ['must be a duration such as 60s, 5m or 1h']],
    ['an unknown key', scaling('{targets: 5}'), ['unknown key; did you mean target?']],
    ['an action without a time', schedule('{name: day, min_instance_count: 2}'), ['day needs cron or at']],
    [
      'an action with two times',
      schedule('{name: day, cron: "0 8 ? * MON-FRI *", at: 2026-12-18T18:00, min_instance_count: 2}'),
      ['schedule, item 1, at: does not go with cron; keep one of them'],
    ],
    [
      'five fields of cron',
      schedule('{name: day, cron: "0 8 * * 2-6", min_instance_count: 2}'),
      ['has 5 fields; Application Auto Scaling takes 6', 'Write "0 8 ? * 2-6 *".'],
    ],
    [
      'two days in cron',
      schedule('{name: day, cron: "0 8 * * MON *", min_instance_count: 2}'),
      ['has to have ? as the day of the month or as the day of the week'],
    ],
    [
      'a cron that is none',
      schedule('{name: day, cron: every day, min_instance_count: 2}'),
      ['"every day" is not a cron expression of 6 fields'],
    ],
    ['a time with a zone', schedule('{name: once, at: 2026-12-18T18:00Z, min_instance_count: 2}'), ['without zone']],
    [
      'a date that does not exist',
      schedule('{name: once, at: 2026-02-30T18:00, min_instance_count: 2}'),
      ['no such date'],
    ],
    [
      'a time zone that does not exist',
      schedule('{name: once, at: 2026-12-18T18:00, timezone: Europe/Berln, min_instance_count: 2}'),
      ['Europe/Berln is not a time zone'],
    ],
    [
      'a name twice',
      schedule(
        '{name: day, cron: "0 8 ? * MON *", min_instance_count: 2}, {name: day, cron: "0 20 ? * MON *", min_instance_count: 1}',
      ),
      ['schedule, item 2, name: day is there twice'],
    ],
    [
      'a minimum above the maximum of the endpoint',
      schedule('{name: day, cron: "0 8 ? * MON *", min_instance_count: 5}'),
      [
        'minimum 5 is greater than the maximum of the endpoint, which is 3\n  Give the action a max_instance_count too.',
      ],
    ],
    [
      'a minimum above its own maximum',
      schedule('{name: day, cron: "0 8 ? * MON *", min_instance_count: 5, max_instance_count: 4}'),
      ['minimum 5 is greater than its maximum, which is 4'],
    ],
  ])('%s', (_what, realtime, texts) => {
    const found = problems(realtime);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(at);
    for (const text of texts) expect(found[0]).toContain(text);
  });

  test('a fixed number in an environment does not mind the schedule of config.yml, a smaller range does', () => {
    const realtime = schedule('{name: day, cron: "0 8 ? * MON *", min_instance_count: 3}');
    expect(problems(realtime, 'max_instance_count: 1\n')).toEqual([]);
    folder.remove();
    expect(problems(realtime, 'max_instance_count: 2\n')).toEqual([
      'environments/dev/endpoint.yml:1:21 max_instance_count: 2 is less than the minimum of the scheduled action day in config.yml, which is 3\n  Raise it, give the action a max_instance_count, or write a scaling of its own here.',
    ]);
  });

  test('a scaling of its own beside a fixed number has no effect, and says so', () => {
    const errors = project(REALTIME, 'min_instance_count: 2\nmax_instance_count: 2\nscaling: {target: 7}\n').errors({
      environment: 'dev',
      warnings: true,
    });
    expect(errors.filter((text) => text.includes('endpoint.yml'))).toEqual([
      'environments/dev/endpoint.yml:3:1 scaling: warning: has no effect: the number of instances is fixed at 2\n  Raise max_instance_count, or remove scaling.',
    ]);
  });
});

describe('serverless', () => {
  const serverless = (text: string): string => `  serverless: ${text}\n`;

  test.each([
    ['{memory_in_mb: 1500, max_concurrency: 5}', 'expected one of 1024, 2048, 3072, 4096, 5120, 6144'],
    ['{memory_in_mb: 2048, max_concurrency: 201}', 'must be at most 200, got 201'],
    ['{memory_in_mb: 2048}', 'is required and missing'],
    [
      '{memory_in_mb: 2048, max_concurrency: 5, provisioned_concurrency: 6}',
      'serverless.provisioned_concurrency: 6 is greater than max_concurrency, which is 5',
    ],
  ])('%s', (text, message) => {
    const found = problems(serverless(text), undefined, noInstances);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
  });

  test('it does not go with the keys of instances in the same file', () => {
    const found = problems(
      REALTIME,
      'serverless: {memory_in_mb: 2048, max_concurrency: 5}\ninstance_type: ml.m5.large\nmax_instance_count: 2\nscaling: {target: 7}\n',
    );
    expect(found.map((text) => text.split('\n')[0])).toEqual([
      'environments/dev/endpoint.yml:2:1 instance_type: does not go with serverless, which has no instances',
      'environments/dev/endpoint.yml:3:1 max_instance_count: does not go with serverless, which has no instances',
      'environments/dev/endpoint.yml:4:1 scaling: does not go with serverless, which has no instances',
    ]);
  });

  test('neither instances nor serverless: something has to serve', () => {
    expect(problems('', undefined, noInstances)).toEqual([
      expect.stringContaining(
        'realtime_endpoint.instance_type: is required and missing; without instances write serverless',
      ),
    ]);
  });

  const VPC = (text: string): string =>
    noInstances(text)
      .replace('security_group_ids:', 'security_group_ids: [sg-1]')
      .replace('subnets:', 'subnets: [subnet-1]')
      .replace('enable_network_isolation:', 'enable_network_isolation: true');
  const INSTANCE = (text: string): string =>
    VPC(text).replace(
      '  endpoint_name: mlops-realtime-ep\n',
      '  endpoint_name: mlops-realtime-ep\n  instance_type: ml.m5.xlarge\n',
    );

  test('it does not go with a VPC, nor with network isolation', () => {
    const both = [
      'does not go with a VPC (aws.network_config.subnets): AWS refuses it',
      'does not go with aws.network_config.enable_network_isolation: AWS refuses it',
    ];
    const mentions = (found: string[], file: string) => {
      expect(found).toHaveLength(2);
      for (const [index, text] of both.entries()) {
        expect(found[index]).toContain(text);
        expect(found[index]).toContain(file);
      }
    };
    mentions(problems(serverless('{memory_in_mb: 2048, max_concurrency: 5}'), undefined, VPC), 'config.yml');
    folder.remove();
    mentions(
      problems(REALTIME, 'serverless: {memory_in_mb: 2048, max_concurrency: 5}\n', INSTANCE),
      'environments/dev/endpoint.yml:1:1',
    );
  });

  test('a rollout that moves instances step by step does not go with it; all at once does', () => {
    const rollout = (type: string) =>
      `serverless: {memory_in_mb: 2048, max_concurrency: 5}\nrollout:\n  type: ${type}\n${type === 'all-at-once' ? '' : '  step_percent: 20\n'}  alarms: [ep-5xx]\n`;
    expect(problems(REALTIME, rollout('canary'))).toEqual([
      expect.stringContaining('rollout.type: canary does not go with serverless'),
    ]);
    folder.remove();
    expect(problems(REALTIME, rollout('all-at-once'))).toEqual([]);
  });
});

describe('times', () => {
  beforeEach(() => {
    folder = new Workspace({});
  });

  test('a local time is a moment', () => {
    expect(momentOf('2026-12-18T18:00', 'Europe/Berlin')).toBe(Date.parse('2026-12-18T17:00:00Z'));
    expect(momentOf('2026-07-18T18:00:30', 'Europe/Berlin')).toBe(Date.parse('2026-07-18T16:00:30Z'));
    expect(momentOf('2026-07-18T18:00', 'America/New_York')).toBe(Date.parse('2026-07-18T22:00:00Z'));
    expect(momentOf('2026-07-18T18:00', 'UTC')).toBe(Date.parse('2026-07-18T18:00:00Z'));
    // The clocks go forward at 2:00 and back at 3:00: an hour before and after.
    expect(momentOf('2026-03-29T01:59', 'Europe/Berlin')).toBe(Date.parse('2026-03-29T00:59:00Z'));
    expect(momentOf('2026-03-29T03:00', 'Europe/Berlin')).toBe(Date.parse('2026-03-29T01:00:00Z'));
    expect(momentOf('2026-10-25T03:00', 'Europe/Berlin')).toBe(Date.parse('2026-10-25T02:00:00Z'));
    expect(momentOf('2026-02-29T03:00', 'UTC')).toBeNaN();
    expect(momentOf('tomorrow', 'UTC')).toBeNaN();
  });

  test('time zones by their name', () => {
    for (const name of ['UTC', 'Europe/Berlin', 'Etc/GMT+9']) expect([name, isTimezone(name)]).toEqual([name, true]);
    for (const name of ['', '+02:00', 'Berlin', 'CETX']) expect([name, isTimezone(name)]).toEqual([name, false]);
  });

  test('cron expressions of Application Auto Scaling', () => {
    for (const cron of ['0 8 ? * MON-FRI *', '30 6 1 * ? *', '0/15 8-18 ? * 2,3 2026', '0 18 L * ? *'])
      expect([cron, cronProblem(cron)]).toEqual([cron, undefined]);
    for (const cron of ['', '0 8 ? * ? *', '0 8 1 * MON *', '0 8 ? * MON * *', '0 8 ? * (MON) *'])
      expect([cron, cronProblem(cron) === undefined]).toEqual([cron, false]);
  });
});

describe('processors', () => {
  test('an endpoint on Graviton is refused: the scikit-learn image is for x86', () => {
    expect(problems(REALTIME, 'model: null\ninstance_type: ml.m6g.large\n')).toEqual([
      expect.stringMatching(
        /^environments\/dev\/endpoint\.yml:2:16 instance_type: ml\.m6g\.large has a Graviton processor \(arm64\), and the scikit-learn image runs on x86 only/,
      ),
    ]);
    const graviton = (text: string) =>
      text.replace('instance_type: ml.m5.xlarge\n  min', 'instance_type: ml.c7g.large\n  min');
    expect(problems(REALTIME, undefined, graviton)).toEqual([
      expect.stringMatching(/realtime_endpoint\.instance_type: ml\.c7g\.large has a Graviton processor/),
    ]);
  });
});
