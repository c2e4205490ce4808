import { type ApprovalFacts, decideApproval } from '../../src/decisions/approval.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const execution = 'arn:aws:sagemaker:us-east-1:123456789012:pipeline/p/execution/abc';
const facts: ApprovalFacts = {
  verdict: 'Approved',
  label: { name: 'approve-model', present: true, event: { actor: 'maria', at: '2026-11-22T12:00:00Z' } },
  permission: 'write',
  approvers: [],
  report: {
    package: 'arn:package/3',
    artifact_digest: digest,
    commit: 'c0ffee',
    reported_at: '2026-11-22T11:00:00.000Z',
    execution,
  },
  mergeCommit: 'c0ffee',
  isPullRequest: true,
  package: {
    arn: 'arn:package/3',
    status: 'PendingManualApproval',
    description: null,
    artifact_digest: digest,
    commit: 'c0ffee',
    execution,
  },
  description: 'Approved by maria',
};
const report = facts.report as NonNullable<ApprovalFacts['report']>;
const registered = facts.package as NonNullable<ApprovalFacts['package']>;

test('a label of a permitted person on a report that agrees with the registry approves the model', () => {
  expect(decideApproval(facts)).toEqual({ decision: 'allowed', reason_code: 'ok', message: 'Approved by maria' });
  expect(decideApproval({ ...facts, verdict: 'Rejected' }).decision).toBe('allowed');
  expect(decideApproval({ ...facts, isPullRequest: false, mergeCommit: undefined }).decision).toBe('allowed');
  expect(decideApproval({ ...facts, approvers: ['Maria'] }).decision).toBe('allowed');
});

test('a second run finds its own answer', () => {
  const again = { ...facts, package: { ...registered, status: 'Approved' as const, description: 'Approved by maria' } };
  expect(decideApproval(again)).toMatchObject({
    decision: 'unchanged',
    message: 'arn:package/3 is Approved already: Approved by maria',
  });
});

test.each<[string, Partial<ApprovalFacts>, string, RegExp]>([
  ['the label is gone', { label: { ...facts.label, present: false } }, 'conflict', /is not set any more/],
  ['it is unknown who set it', { label: { ...facts.label, event: undefined } }, 'conflict', /is not set any more/],
  ['a reader set it', { permission: 'read' }, 'not_allowed', /maria has read permission/],
  ['triage is not write', { permission: 'triage' }, 'not_allowed', /triage/],
  ['a person without permission set it', { permission: 'none' }, 'not_allowed', /none/],
  ['she is not among the approvers', { approvers: ['otto'] }, 'not_allowed', /not among the approvers .*otto/],
  ['nothing was reported', { report: undefined }, 'not_found', /no report/],
  ['the run registered nothing', { report: { ...report, package: null } }, 'gate_failed', /registered no model/],
  [
    'the label is older than the report',
    { label: { ...facts.label, event: { actor: 'maria', at: '2026-11-22T10:59:59Z' } } },
    'moved',
    /before the model was reported/,
  ],
  [
    'the time of the label cannot be read',
    { label: { ...facts.label, event: { actor: 'maria', at: 'noon' } } },
    'moved',
    /before/,
  ],
  ['the pull request is not merged', { mergeCommit: undefined }, 'moved', /not merged/],
  ['the report is of another commit', { mergeCommit: 'beef' }, 'moved', /merged as beef/],
  ['the report names no commit', { report: { ...report, commit: null } }, 'moved', /unknown/],
  ['the package is gone', { package: undefined }, 'moved', /not in the registry any more/],
  [
    'the registry knows another execution',
    { package: { ...registered, execution: 'other' } },
    'moved',
    /comes from execution other/,
  ],
  ['the registry knows no commit', { package: { ...registered, commit: null } }, 'moved', /commit unknown/],
  [
    'the artifact was replaced',
    { package: { ...registered, artifact_digest: `sha256:${'b'.repeat(64)}` } },
    'moved',
    /artifact is sha256:bbbb/,
  ],
  [
    'the artifact cannot be read',
    { package: { ...registered, artifact_digest: null } },
    'inconclusive',
    /cannot be read/,
  ],
  ['the report has no digest', { report: { ...report, artifact_digest: null } }, 'inconclusive', /cannot be read/],
  [
    'it was rejected after the report',
    { package: { ...registered, status: 'Rejected', description: 'no' } },
    'moved',
    /is Rejected now \(no\)/,
  ],
  ['it has no status', { package: { ...registered, status: undefined } }, 'moved', /without a status/],
])('refused when %s', (_name, change, code, message) => {
  const decision = decideApproval({ ...facts, ...change });
  expect(decision).toMatchObject({ decision: 'refused', reason_code: code });
  expect(decision.message).toMatch(message);
});
