import type { ObservedEndpoint } from '../../src/observed/endpoint.ts';
import { changeLines } from '../../src/plan/change.ts';
import { type DesiredEndpoint, desiredEndpoint } from '../../src/plan/desired-endpoint.ts';
import { appliedFields, observedFields, withoutHalfDone } from '../../src/plan/endpoint-fields.ts';
import { planEndpoint } from '../../src/plan/plan-endpoint.ts';
import type { EndpointStatus } from '../../src/ports/sagemaker.ts';
import { contextOf } from './rules/honesty/context.ts';

/*
 * What a deploy does to an endpoint and to its scaling, from what is wanted and what is there. That AWS takes it so is the matter
 * of test/adapters/aws/scaling.test.ts and test/verbs/deploy-scaling.test.ts.
 */

const NAME = 'mlops-realtime-ep-prod';
const NOW = Date.parse('2026-12-01T12:00:00Z');
const PROD = 'environments/prod/endpoint.yml';
const COUNTS = 'min_instance_count: 1\nmax_instance_count: 3\n';

/** The endpoint of prod with other keys than the counts that ship. */
function wanted(keys = COUNTS): DesiredEndpoint {
  const { config, environment } = contextOf({ [PROD]: [[COUNTS, keys]] }, { environment: 'prod' });
  if (environment === null) throw new Error('no prod');
  return desiredEndpoint(
    config,
    environment,
    {
      group: 'mlops-presto',
      version: 3,
      image: 'image',
      model_data_uri: 's3://bucket/model.tar.gz',
      environment: {},
      artifact_digest: `sha256:${'a'.repeat(64)}`,
    },
    {},
  );
}

const INVOCATIONS = { metric: 'invocations', target: 1000, scaleInCooldown: 300, scaleOutCooldown: 60 } as const;
const OURS = { name: 'sagemaker-presto-gitops-invocations', tracking: INVOCATIONS };

/** What a deploy of the wanted endpoint leaves behind. */
function deployed(
  desired: DesiredEndpoint,
  more: Partial<ObservedEndpoint> & { count?: number } = {},
): ObservedEndpoint {
  const { count = 1, ...rest } = more;
  const { serverless, instanceType } = desired.config.variant;
  return {
    endpoint: endpoint('InService', desired.config.name, serverless === undefined ? count : undefined),
    running: { instanceType, serverless: serverless !== undefined },
    scaling: desired.scaling === null ? undefined : { min: desired.scaling.min, max: desired.scaling.max },
    policies: desired.scaling === null ? [] : [OURS],
    scheduledActions: (desired.scaling?.actions ?? []).map(({ name, schedule, timezone, min, max }) => ({
      name,
      schedule,
      timezone,
      min,
      max,
    })),
    configs: [{ name: desired.config.name, arn: 'arn', createdAt: undefined, models: [desired.model.name] }],
    models: [{ name: desired.model.name, arn: 'arn', createdAt: undefined }],
    ...rest,
  };
}

const endpoint = (
  status: EndpointStatus,
  configName: string,
  count: number | undefined,
): ObservedEndpoint['endpoint'] => ({
  name: NAME,
  arn: 'arn',
  status,
  configName,
  failureReason: undefined,
  variants: [{ name: 'AllTraffic', currentInstanceCount: count, desiredInstanceCount: count }],
});

const NOTHING: ObservedEndpoint = {
  endpoint: undefined,
  running: undefined,
  scaling: undefined,
  policies: [],
  scheduledActions: [],
  configs: [],
  models: [],
};

/** The changes of endpoint and scaling, as a person reads them; without the digests in names. */
const lines = (desired: DesiredEndpoint, observed: ObservedEndpoint): string[] =>
  changeLines(
    planEndpoint(desired, observed, NOW).changes.filter(({ kind }) => kind !== 'model' && kind !== 'endpoint-config'),
  ).map((line) => line.replaceAll(/-[0-9a-f]{12}\b/g, ''));

const nothingToDo = [`= keep endpoint ${NAME}: serves mlops-presto version 3 already`];
const CONFIG = 'random-forest-classifier-prod';

describe('the first deploy', () => {
  test('a range: the endpoint, then its scaling in plain words', () => {
    const plan = planEndpoint(wanted(), NOTHING, NOW);
    expect(lines(wanted(), NOTHING)).toEqual([
      `+ create endpoint ${NAME}: serves mlops-presto version 3`,
      `+ create scaling of ${NAME}: 1 to 3 instances, target 1,000 invocations a minute per instance`,
    ]);
    expect(plan.changes.find(({ kind }) => kind === 'endpoint-config')?.why).toBe('1 to 3 instances of ml.m5.xlarge');
    expect(plan.retainInstanceCounts).toBe(false);
    expect(JSON.stringify(plan.desired.config)).not.toMatch(/managed/i);
  });

  test('a fixed number, and serverless: nothing scales', () => {
    const fixed = wanted('min_instance_count: 2\nmax_instance_count: 2\n');
    expect(fixed.scaling).toBeNull();
    expect(lines(fixed, NOTHING)).toEqual([`+ create endpoint ${NAME}: serves mlops-presto version 3`]);
    const serverless = wanted('serverless: {memory_in_mb: 2048, max_concurrency: 5, provisioned_concurrency: 1}\n');
    expect(serverless.scaling).toBeNull();
    expect(lines(serverless, NOTHING)).toHaveLength(1);
    const config = planEndpoint(serverless, NOTHING, NOW).changes.find(({ kind }) => kind === 'endpoint-config');
    expect(config?.why).toBe('serverless, 2048 MB, up to 5 requests at the same time, 1 always warm');
  });

  test('what a deploy leaves behind needs no change', () => {
    for (const keys of [
      COUNTS,
      'min_instance_count: 2\nmax_instance_count: 2\n',
      'serverless: {memory_in_mb: 2048, max_concurrency: 5}\n',
    ]) {
      const desired = wanted(keys);
      expect([keys, lines(desired, deployed(desired))]).toEqual([keys, nothingToDo]);
      expect(observedFields(deployed(desired), NAME)).toEqual(appliedFields(desired));
    }
  });
});

describe('the scaling changes', () => {
  test('other limits and another target: one change, and the endpoint stays as it is', () => {
    const now = deployed(wanted());
    expect(lines(wanted(`${COUNTS}scaling: {target: 500}\n`), now)).toEqual([
      ...nothingToDo,
      `~ update scaling of ${NAME}: 1 to 3 instances, target 500 invocations a minute per instance`,
    ]);
    const plan = planEndpoint(wanted('min_instance_count: 1\nmax_instance_count: 6\n'), now, NOW);
    expect(plan.scaling).toMatchObject({ deregister: false, register: true, putPolicy: false });
    expect(lines(wanted('min_instance_count: 1\nmax_instance_count: 6\n'), now)).toEqual([
      ...nothingToDo,
      `~ update scaling of ${NAME} 1 to 3 instances → 1 to 6 instances: 1 to 6 instances, target 1,000 invocations a minute per instance`,
    ]);
  });

  test('a wait changes the policy', () => {
    const plan = planEndpoint(wanted(`${COUNTS}scaling: {scale_in_cooldown: 10m}\n`), deployed(wanted()), NOW);
    expect(plan.scaling).toMatchObject({ register: false, putPolicy: true, deletePolicies: [] });
  });

  test('another metric: our policy on the old one goes, also that of an earlier version; those of others stay', () => {
    const others = [
      { name: 'by-hand', tracking: null },
      { name: 'invocations-of-somebody', tracking: INVOCATIONS },
    ];
    const old = { name: `${NAME}-prod-invocations`, tracking: INVOCATIONS };
    const cpu = wanted(`${COUNTS}scaling: {metric: cpu, target: 200}\n`);
    const now = deployed(wanted(), { policies: [OURS, old, ...others] });
    expect(planEndpoint(cpu, now, NOW).scaling).toMatchObject({
      putPolicy: true,
      deletePolicies: [OURS.name, old.name],
    });
    expect(lines(cpu, now)).toEqual([
      ...nothingToDo,
      `~ update scaling of ${NAME}: 1 to 3 instances, target 200 % CPU per instance (100 % is one vCPU)`,
      `- delete scaling policy ${OURS.name}: ${NAME} is not scaled by it any more`,
      `- delete scaling policy ${old.name}: ${NAME} is not scaled by it any more`,
    ]);
  });

  test('somebody changed the policy by hand: it is set again', () => {
    const now = deployed(wanted(), { policies: [{ ...OURS, tracking: { ...INVOCATIONS, target: 7 } }] });
    expect(planEndpoint(wanted(), now, NOW).scaling).toMatchObject({ register: false, putPolicy: true });
  });

  test('a fixed number: the variant leaves Application Auto Scaling before the endpoint changes', () => {
    const fixed = wanted('min_instance_count: 2\nmax_instance_count: 2\n');
    expect(lines(fixed, deployed(wanted()))).toEqual([
      `- delete scaling of ${NAME}: the number of instances is fixed at 2`,
      `~ update endpoint ${NAME} ${CONFIG} → ${CONFIG}: serves mlops-presto version 3, in place`,
    ]);
  });
});

describe('scheduled minimums', () => {
  const SCHEDULE = `${COUNTS}scaling:
  schedule:
    - {name: day, cron: "0 8 ? * MON-FRI *", timezone: Europe/Berlin, min_instance_count: 2}
    - {name: night, cron: "0 20  ? * MON-FRI *", timezone: Europe/Berlin, min_instance_count: 1}
    - {name: sale, at: 2026-12-18T18:00, timezone: Europe/Berlin, min_instance_count: 4, max_instance_count: 8}
`;

  test('they are set with both limits, under names that say whose they are', () => {
    const desired = wanted(SCHEDULE);
    expect(planEndpoint(desired, deployed(wanted()), NOW).scaling.putActions).toMatchObject([
      {
        name: 'sagemaker-presto-gitops-day',
        schedule: 'cron(0 8 ? * MON-FRI *)',
        timezone: 'Europe/Berlin',
        min: 2,
        max: 3,
      },
      { name: 'sagemaker-presto-gitops-night', schedule: 'cron(0 20 ? * MON-FRI *)', min: 1, max: 3 },
      { name: 'sagemaker-presto-gitops-sale', schedule: 'at(2026-12-18T18:00:00)', min: 4, max: 8 },
    ]);
    expect(lines(desired, deployed(wanted()))).toEqual([
      ...nothingToDo,
      `~ update scaling of ${NAME}: 1 to 3 instances, target 1,000 invocations a minute per instance; day: 2 to 3 instances from cron(0 8 ? * MON-FRI *) Europe/Berlin; night: 1 to 3 instances from cron(0 20 ? * MON-FRI *) Europe/Berlin; sale: 4 to 8 instances from at(2026-12-18T18:00:00) Europe/Berlin`,
    ]);
    expect(lines(desired, deployed(desired))).toEqual(nothingToDo);
  });

  test('an action that ran has set its limits: a deploy in the daytime does not set them back', () => {
    const desired = wanted(SCHEDULE);
    const byDay = deployed(desired, { scaling: { min: 2, max: 3 } });
    expect(lines(desired, byDay)).toEqual(nothingToDo);
    expect(observedFields(byDay, NAME)).toEqual(observedFields(deployed(desired), NAME));
    expect(lines(desired, deployed(desired, { scaling: { min: 1, max: 9 } }))).toHaveLength(2);
  });

  test('what is over is not made again, and what is not wanted any more goes; the actions of others stay', () => {
    const desired = wanted(SCHEDULE);
    const other = { name: 'by-hand', schedule: 'rate(1 day)', timezone: 'UTC', min: 1, max: undefined };
    const now = deployed(desired, { scheduledActions: [...deployed(desired).scheduledActions, other] });
    const later = Date.parse('2026-12-18T17:00:01Z');
    expect(planEndpoint(desired, now, later - 2000).scaling.deleteActions).toEqual([]);
    expect(planEndpoint(desired, now, later).scaling).toMatchObject({
      putActions: [],
      deleteActions: ['sagemaker-presto-gitops-sale'],
    });
    const gone = deployed(desired, {
      scheduledActions: now.scheduledActions.filter(({ name }) => !name.endsWith('sale')),
    });
    expect(planEndpoint(desired, gone, later).scaling).toMatchObject({ putActions: [], deleteActions: [] });
    expect(planEndpoint(wanted(), now, NOW).scaling.deleteActions).toEqual([
      'sagemaker-presto-gitops-day',
      'sagemaker-presto-gitops-night',
      'sagemaker-presto-gitops-sale',
    ]);
  });
});

describe('capacity over an update', () => {
  /** A new model on the endpoint that runs `count` instances. */
  const retained = (count: number | undefined, keys = COUNTS): boolean => {
    const now = deployed(wanted(keys), { endpoint: endpoint('InService', 'an-old-configuration', count) });
    const plan = planEndpoint(wanted(keys), now, NOW);
    expect(plan.endpoint).toBe('update');
    return plan.retainInstanceCounts;
  };

  test('what runs is kept, also when it is over a new maximum; fewer than the minimum are not', () => {
    expect(retained(1)).toBe(true);
    expect(retained(3)).toBe(true);
    expect(retained(6)).toBe(true);
    expect(retained(1, 'min_instance_count: 2\nmax_instance_count: 3\n')).toBe(false);
    expect(retained(undefined)).toBe(false);
  });

  test('a fixed number is that of the configuration', () => {
    expect(retained(6, 'min_instance_count: 2\nmax_instance_count: 2\n')).toBe(false);
  });

  test('from serverless there is no number to keep', () => {
    const now = deployed(wanted('serverless: {memory_in_mb: 2048, max_concurrency: 5}\n'));
    expect(planEndpoint(wanted(), now, NOW)).toMatchObject({ endpoint: 'update', retainInstanceCounts: false });
  });
});

describe('another instance type', () => {
  const TYPE = `${COUNTS}instance_type: ml.m5.2xlarge\n`;

  test('the variant leaves Application Auto Scaling before the update and comes back after it', () => {
    const desired = wanted(TYPE);
    const now = deployed(wanted(), { count: 3 });
    expect(lines(desired, now)).toEqual([
      `- delete scaling of ${NAME}: AWS changes the instance type from ml.m5.xlarge to ml.m5.2xlarge only while nothing scales the variant`,
      `~ update endpoint ${NAME} ${CONFIG} → ${CONFIG}: serves mlops-presto version 3, in place`,
      `+ create scaling of ${NAME}: 1 to 3 instances, target 1,000 invocations a minute per instance`,
    ]);
    const plan = planEndpoint(desired, now, NOW);
    expect(plan.retainInstanceCounts).toBe(true);
    expect(plan.scaling.before).toMatchObject({
      target: { min: 1, max: 3 },
      policies: [{ name: OURS.name, target: 1000 }],
    });
  });

  test('killed at any moment, the next plan finishes it, and a receipt still holds', () => {
    const desired = wanted(TYPE);
    const made = deployed(desired);
    const before = deployed(wanted());
    const reviewed = observedFields(before, NAME);
    const config = [...before.configs, ...made.configs];
    const gone = { scaling: undefined, policies: [], scheduledActions: [] };
    const steps: [string, ObservedEndpoint, { endpoint: string; scaling: object }][] = [
      [
        'the configuration is made',
        { ...before, configs: config },
        { endpoint: 'update', scaling: { deregister: true, register: true } },
      ],
      [
        'deregistered',
        { ...before, ...gone, configs: config },
        { endpoint: 'update', scaling: { deregister: false, register: true } },
      ],
      [
        'updated',
        { ...made, ...gone, configs: config },
        { endpoint: 'keep', scaling: { deregister: false, register: true, putPolicy: true } },
      ],
      [
        'registered',
        { ...made, policies: [], configs: config },
        { endpoint: 'keep', scaling: { register: false, putPolicy: true } },
      ],
      ['all of it', made, { endpoint: 'keep', scaling: { deregister: false, register: false, putPolicy: false } }],
    ];
    for (const [what, observed, expected] of steps) {
      expect([what, planEndpoint(desired, observed, NOW)]).toEqual([
        what,
        expect.objectContaining({ endpoint: expected.endpoint }),
      ]);
      expect(planEndpoint(desired, observed, NOW).scaling).toMatchObject(expected.scaling);
      const fields = withoutHalfDone(observedFields(observed, NAME), desired, observed);
      const applied = appliedFields(desired);
      for (const [field, value] of Object.entries(fields) as [keyof typeof applied, string][])
        expect([what, field, [reviewed[field], applied[field]].includes(value)]).toEqual([what, field, true]);
    }
  });

  test('what somebody changed by hand is no half-done attempt', () => {
    const desired = wanted(TYPE);
    const before = deployed(wanted());
    const raised = {
      ...before,
      scaling: { min: 1, max: 9 },
      configs: [...before.configs, ...deployed(desired).configs],
    };
    expect(withoutHalfDone(observedFields(raised, NAME), desired, raised)['endpoint scaling']).toBe('1–9');
    // Nobody started this apply yet: its configuration is not there.
    const removed = { ...before, scaling: undefined, policies: [] };
    expect(withoutHalfDone(observedFields(removed, NAME), desired, removed)['endpoint scaling']).toBe('none');
  });

  test('a running configuration that was deleted has an unknown type: the safe order', () => {
    const now = deployed(wanted(), { running: undefined, endpoint: endpoint('InService', 'deleted', 2) });
    expect(planEndpoint(wanted(), now, NOW).scaling).toMatchObject({ deregister: true, register: true });
  });
});

describe('instances and serverless', () => {
  const serverless = wanted('serverless: {memory_in_mb: 2048, max_concurrency: 5}\n');

  test('from instances: deregister, then delete and make again, because AWS does not update it', () => {
    expect(lines(serverless, deployed(wanted()))).toEqual([
      `- delete scaling of ${NAME}: a serverless endpoint has no instances`,
      `± replace endpoint ${NAME} ${CONFIG} → ${CONFIG}: AWS does not update an endpoint on instances to a serverless one; it is deleted and made again, and nothing answers meanwhile`,
    ]);
  });

  test('killed after the endpoint was deleted: the next plan makes it, and a receipt still holds', () => {
    const before = deployed(wanted());
    const now: ObservedEndpoint = { ...NOTHING, configs: [...before.configs, ...deployed(serverless).configs] };
    expect(planEndpoint(serverless, now, NOW).endpoint).toBe('create');
    expect(withoutHalfDone(observedFields(now, NAME), serverless, now)).toEqual(appliedFields(serverless));
  });

  test('back to instances: an update in place, then the scaling', () => {
    expect(lines(wanted(), deployed(serverless))).toEqual([
      `~ update endpoint ${NAME} ${CONFIG} → ${CONFIG}: serves mlops-presto version 3, in place`,
      `+ create scaling of ${NAME}: 1 to 3 instances, target 1,000 invocations a minute per instance`,
    ]);
  });

  test('a failed endpoint is made again: its scaling is removed before and set after it', () => {
    const now = deployed(wanted(), { endpoint: endpoint('Failed', wanted().config.name, undefined) });
    const plan = planEndpoint(wanted(), now, NOW);
    expect(plan).toMatchObject({ endpoint: 'replace', scaling: { deregister: true, register: true, putPolicy: true } });
  });
});

describe('data capture', () => {
  const captured = (keys: string) => wanted(`${COUNTS}data_capture: ${keys}\n`).config;

  test('goes below the prefix of the bucket, with everything, unless the file says otherwise', () => {
    expect(captured('{}').capture).toEqual({
      percentage: 100,
      modes: ['Input', 'Output'],
      destination: expect.stringMatching(/^s3:\/\/.+\/mlops-pipeline-model\/data-capture$/),
    });
    expect(captured('{percentage: 20, capture: [output], prefix: captured/prod}').capture).toMatchObject({
      percentage: 20,
      modes: ['Output'],
      destination: expect.stringMatching(/\/captured\/prod$/),
    });
    expect(wanted().config.capture).toBeUndefined();
  });

  test('makes another configuration, and the plan says so', () => {
    const desired = wanted(`${COUNTS}data_capture: {percentage: 20}\n`);
    const plan = planEndpoint(desired, deployed(wanted()), NOW);
    expect(plan).toMatchObject({ endpoint: 'update', config: 'create' });
    expect(plan.changes.find(({ kind }) => kind === 'endpoint-config')?.why).toBe(
      '1 to 3 instances of ml.m5.xlarge, captures 20 % of the calls',
    );
  });

  test('the order of the two sides means nothing', () => {
    expect(captured('{capture: [output, input]}')).toEqual(captured('{capture: [input, output]}'));
  });
});
