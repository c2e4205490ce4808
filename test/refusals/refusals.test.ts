import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { refuseAsAws } from '../../local/sagemaker/refusals/index.ts';
import { loadServiceModel } from '../../local/sagemaker/service-model.ts';
import { createValidator } from '../../local/sagemaker/validation.ts';
import { REFUSAL_NAMES } from '../../src/refusal-names.ts';
import { REFUSALS, refusedMembers } from '../../src/refusals/index.ts';
import { ROOT } from '../config/workspace.ts';
import { World } from '../local/sagemaker/pipelines/world.ts';
import { CASES } from './cases/index.ts';
import { changed, REQUESTS } from './requests.ts';

const validator = createValidator(loadServiceModel());
/** Operations of another service, which the model of SageMaker does not describe. */
const OTHER_SERVICE = ['PutScalingPolicy', 'PutScheduledAction', 'RegisterScalableTarget'];
/** Operations of the runtime, which the world of the pipelines does not have. */
const ENDPOINTS = ['CreateEndpoint', 'UpdateEndpoint', 'UpdateEndpointWeightsAndCapacities'];
const caller = (region = 'us-east-1') => ({ account: '123456789012', region });
const found = (operation: keyof typeof REQUESTS, request: object, region?: string) =>
  refusedMembers(operation, request, caller(region));

test.each(Object.keys(REQUESTS) as (keyof typeof REQUESTS)[])(
  'no rule refuses the plain request of %s',
  (operation) => {
    expect(found(operation, REQUESTS[operation])).toEqual([]);
  },
);

test.each(CASES.map((each) => [`${each.rule} ${each.operation}`, each] as const))('%s', (_, each) => {
  const { rule, operation, message, region } = each;
  const [refused, taken] = [changed(REQUESTS[operation], each.refused), changed(REQUESTS[operation], each.taken)];
  if (!OTHER_SERVICE.includes(operation)) {
    // What the model of the API refuses is no case for a rule.
    expect(() => validator.input(operation, refused)).not.toThrow();
    expect(() => validator.input(operation, taken)).not.toThrow();
  }
  const members = found(operation, refused, region);
  const own = members.filter(({ refusal }) => refusal.name === rule);
  expect(own.map(({ path }) => path.join('.'))).toContain(each.at);
  expect(own.find(({ path }) => path.join('.') === each.at)?.message).toEqual(
    typeof message === 'string' ? message : expect.stringMatching(message),
  );
  const others = members.map(({ refusal }) => refusal.name).filter((name) => name !== rule);
  expect(others).toEqual(each.alsoBreaks ?? []);
  expect(found(operation, taken, region)).toEqual([]);
});

test('every rule has a case, stands in a file of its name, and is in the list of names', () => {
  const names = REFUSALS.map(({ name }) => name);
  const files = readdirSync(join(ROOT, 'src/refusals'), { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && entry.name !== 'index.ts' && entry.parentPath !== join(ROOT, 'src/refusals'),
  );
  expect([...names].sort()).toEqual([...REFUSAL_NAMES].sort());
  expect([...new Set(names)]).toEqual(names);
  expect(files.map(({ name }) => name.replace(/\.ts$/, '')).sort()).toEqual([...names].sort());
  expect([...new Set(CASES.map(({ rule }) => rule))].sort()).toEqual([...names].sort());
});

test.each(REFUSALS.map((refusal) => [refusal.name, refusal] as const))(
  '%s says what it is in sentences',
  (_, refusal) => {
    expect(refusal.rule).toMatch(/^[A-Z].*\.$/);
    expect(refusal.way_out).toMatch(/^[A-Z].*\.$/);
    expect(refusal.source.length).toBeGreaterThan(5);
  },
);

describe('the local SageMaker', () => {
  const world = new World();

  test.each(
    CASES.filter(({ operation, region }) => !OTHER_SERVICE.includes(operation) && region === undefined).map(
      (each) => [`${each.rule} ${each.operation}`, each] as const,
    ),
  )('refuses %s', async (_, each) => {
    const refused = changed(REQUESTS[each.operation], each.refused);
    const call = ENDPOINTS.includes(each.operation)
      ? refuseAsAws(each.operation, refused, world.context)
      : world.call(each.operation, refused);
    await expect(call).rejects.toMatchObject({
      message:
        (each.alsoBreaks ?? []).length > 0
          ? expect.any(String)
          : typeof each.message === 'string'
            ? each.message
            : expect.stringMatching(each.message),
    });
  });

  test('leaves out a rule that it is told to leave out', async () => {
    const each = CASES.find(({ rule }) => rule === 'managed-instance-scaling');
    if (each === undefined) throw new Error('the case is missing');
    const request = changed(REQUESTS[each.operation], each.refused);
    world.context.store.put('model', 'model', { ModelName: 'model', PrimaryContainer: {} });
    const context = { ...world.context, allowed: new Set(['managed-instance-scaling']) };
    await expect(refuseAsAws(each.operation, request, context)).resolves.toBeUndefined();
  });
});
