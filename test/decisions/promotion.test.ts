import { decidePromotion, type PromotionFacts } from '../../src/decisions/promotion.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const pin = { package_group: 'mlops-presto', version: 3, artifact_digest: digest };
const now = Date.parse('2026-11-22T12:00:00Z');
const facts: PromotionFacts = {
  environment: 'staging',
  current: { ...pin, version: 2 },
  candidate: pin,
  registry: { status: 'Approved', artifact_digest: digest },
  from: { environment: 'dev', pin, since: '2026-11-21T11:00:00Z', soak_seconds: 86_400 },
  freeze: [{ from: '2026-12-20', to: '2027-01-07', reason: 'holidays' }],
  now,
};
const from = facts.from as NonNullable<PromotionFacts['from']>;

test('an approved model that has soaked where it comes from may go on', () => {
  expect(decidePromotion(facts)).toMatchObject({ decision: 'allowed' });
  expect(decidePromotion({ ...facts, from: undefined, current: null })).toMatchObject({ decision: 'allowed' });
});

test('what is pinned already is left alone', () => {
  expect(decidePromotion({ ...facts, current: pin })).toMatchObject({ decision: 'unchanged' });
});

test.each<[string, Partial<PromotionFacts>, string, RegExp]>([
  ['is not in the registry', { registry: undefined }, 'not_found', /not in the registry/],
  [
    'waits for approval',
    { registry: { status: 'PendingManualApproval', artifact_digest: digest } },
    'not_allowed',
    /PendingManualApproval/,
  ],
  ['was rejected', { registry: { status: 'Rejected', artifact_digest: digest } }, 'not_allowed', /Rejected/],
  [
    'has an artifact that was replaced',
    { registry: { status: 'Approved', artifact_digest: `sha256:${'b'.repeat(64)}` } },
    'moved',
    /sha256:bbb/,
  ],
  [
    'has no readable artifact',
    { registry: { status: 'Approved', artifact_digest: null } },
    'inconclusive',
    /cannot be read/,
  ],
  [
    'skips an environment',
    { from: { ...from, pin: { ...pin, version: 2 } } },
    'not_allowed',
    /takes its models from dev, which pins mlops-presto version 2/,
  ],
  ['comes from where nothing runs', { from: { ...from, pin: null } }, 'not_allowed', /pins nothing/],
  [
    'has not soaked',
    { from: { ...from, since: '2026-11-21T12:00:01Z' } },
    'not_allowed',
    /soaks in dev until 2026-11-22T12:00:01.000Z/,
  ],
  [
    'has an unknown past',
    { from: { ...from, since: undefined } },
    'inconclusive',
    /time since which dev pins .* cannot be read/,
  ],
  ['meets a freeze', { now: Date.parse('2026-12-24T00:00:00Z') }, 'not_allowed', /frozen until 2027-01-07: holidays/],
  [
    'meets a freeze with an unreadable end',
    { freeze: [{ from: '2026-11-01', to: 'spring', reason: 'audit' }] },
    'not_allowed',
    /audit/,
  ],
])('refused when it %s', (_name, change, code, message) => {
  const decision = decidePromotion({ ...facts, ...change });
  expect(decision).toMatchObject({ decision: 'refused', reason_code: code });
  expect(decision.message).toMatch(message);
});
