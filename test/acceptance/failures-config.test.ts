/** @servers moto */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectNoStackTrace, mlops, startMlops } from './support/command-line.ts';
import { teamFolder } from './support/team-folder.ts';

/** Mistakes in the configuration, as the command line shows them: all at once, each with its place, its line and a mark. */

let parent: string;
beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'failures-'));
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

/** The correct text, the mistake of the user, the part that is marked, the message, and the way out. */
const MISTAKES: Array<[before: string, after: string, marked: string, message: string, way_out?: string]> = [
  [
    'role/{role}',
    'role/{rolle}',
    'arn:{partition}:iam::{account_id}:role/{rolle}',
    'aws.sagemaker_execution_role_arn: {rolle} is not a placeholder; did you mean role?',
  ],
  [
    'training_features:',
    'training_feature:',
    'training_feature',
    'training_step.training_feature: unknown key; did you mean training_features?',
  ],
  [
    'query_file: sql/training.sql',
    'query_file: sql/trainning.sql',
    'sql/trainning.sql',
    'training_step.query_file: there is no file sql/trainning.sql',
    'The path is relative to config.yml.',
  ],
  [
    'train_split: 0.7',
    'train_split: 0.95',
    '0.95',
    'training_step.train_split: 0.95 is not below test_split 0.9',
    'Both are cumulative: 0.7 and 0.9 make 70 % training, 20 % validation, 10 % test.',
  ],
  ['max_depth: 10', 'max_depth: ten', 'ten', 'training_step.max_depth: expected a number, got "ten"'],
  [
    'max_depth: [3, 20]',
    'max_depth: [20, 3]',
    '20',
    'tuning_step.hyperparam_ranges.max_depth: minimum 20 is greater than maximum 3',
  ],
  [
    'objective_metric_name: validation:auc',
    'objective_metric_name: validation:acc',
    'validation:acc',
    'tuning_step.objective_metric_name: validation:acc is not in metric_definitions (validation:auc); did you mean validation:auc?',
  ],
  [
    'accuracy_condition_threshold: 0.85',
    'accuracy_condition_threshold: 85',
    '85',
    'evaluation_step.accuracy_condition_threshold: must be at most 1, got 85',
  ],
  [
    'processing_instance_type: ml.c5.xlarge',
    'processing_instance_type: c5.xlarge',
    'c5.xlarge',
    'data_processing_step.processing_instance_type: must be an instance type such as ml.m5.xlarge; got "c5.xlarge"',
  ],
  [
    'approval_status: PendingManualApproval',
    'approval_status: Pending',
    'Pending',
    'register_model_step.approval_status: expected one of PendingManualApproval, Approved, Rejected; got "Pending"',
  ],
  [
    'training_script: training.py',
    'training_script: trainning.py',
    'trainning.py',
    'scripts.training_script: there is no trainning.py in sagemaker-code; did you mean training.py?',
    'Add the script to sagemaker-code, or name one that is there.',
  ],
];

test('every command shows all mistakes at once, each with its place and a mark', async () => {
  const team = teamFolder({ parent, name: 'mistakes', edits: MISTAKES.map(([before, after]) => [before, after]) });
  const lines = team.config.split('\n');
  const diagnostics = MISTAKES.map(([, after, marked, message, way_out]) => {
    const number = lines.findIndex((line) => line.includes(after));
    const line = lines[number] ?? '';
    const start = line.indexOf(marked);
    return [
      `config.yml:${number + 1}:${start + 1} ${message}`,
      `  ${line}`,
      `  ${' '.repeat(start)}${'^'.repeat(marked.length)}`,
      ...(way_out === undefined ? [] : [`  ${way_out}`]),
    ].join('\n');
  });
  for (const args of [['render', 'training'], ['config', 'show'], ['train']]) {
    const result = await mlops(args, { cwd: team.dir });
    expect(result.err).toBe(`mlops: config_invalid: ${diagnostics.join('\n')}\n`);
    expect(result).toMatchObject({ code: 2, out: '' });
  }
  const { out, code } = await mlops(['config', 'show', '--json'], { cwd: team.dir });
  const json = JSON.parse(out);
  expect({ code, reason: json.reason_code, decision: json.decision }).toEqual({
    code: 2,
    reason: 'config_invalid',
    decision: 'failed',
  });
  expect(json.facts.diagnostics).toHaveLength(MISTAKES.length);
});

test.each([
  [
    'a tab',
    'aws:\n\tregion: us-east-1\n',
    /config\.yml:2:1: is not YAML: a tab indents this line; use spaces\n {2}\tregion: us-east-1\n {2}\^/,
  ],
  ['an empty file', '', /config\.yml:1:1: is empty/],
  ['another document', '- a\n- b\n', /config\.yml:1:1.*mapping/],
])('%s instead of a configuration is reported', async (_what, text, message) => {
  const team = teamFolder({ parent, name: 'not-yaml' });
  writeFileSync(join(team.dir, 'config.yml'), text);
  const result = await mlops(['render', 'training'], { cwd: team.dir });
  expect(result.err).toMatch(message);
  expect(result).toMatchObject({ code: 2, out: '' });
  expectNoStackTrace(result.all);
});

test.each<[what: string, args: string[], code: number, message: string]>([
  [
    'a configuration that does not exist',
    ['train', '-c', 'conf.yml'],
    2,
    'mlops: config_invalid: conf.yml:1:1: there is no such file',
  ],
  ['an unknown environment', ['deploy', '-e', 'produ'], 2, 'There is no environment produ; did you mean prod?'],
  ['no environment where one is needed', ['deploy'], 2, "required option '-e, --environment <name>' not specified"],
  [
    'an unknown option',
    ['train', '--environmnt', 'dev'],
    2,
    "unknown option '--environmnt' (Did you mean --environment?)",
  ],
  ['an unknown verb', ['rendr', 'training'], 2, "unknown command 'rendr' (Did you mean render?)"],
  [
    'credentials of another account than --account names',
    ['train', '--account', '210987654321'],
    5,
    'mlops: not_allowed: These credentials belong to account 123456789012, but --account says 210987654321\n  Take credentials of account 210987654321',
  ],
  [
    'credentials of another account than the environment names',
    ['deploy', '-e', 'foreign'],
    5,
    'mlops: not_allowed: These credentials belong to account 123456789012, but environments/foreign/environment.yml says 210987654321',
  ],
  [
    'a text that is not an execution ARN',
    ['report', 'the-last-one'],
    2,
    'mlops: usage: "the-last-one" is not the ARN of a SageMaker resource',
  ],
])('the command refuses %s', async (_what, args, code, message) => {
  const team = teamFolder({ parent, name: 'usage' });
  const foreign = join(team.dir, 'environments', 'foreign');
  mkdirSync(foreign);
  writeFileSync(join(foreign, 'environment.yml'), 'account: "210987654321"\nregion: us-east-1\n');
  for (const file of ['endpoint.yml', 'batch-transform.yml']) writeFileSync(join(foreign, file), 'model: null\n');
  const result = await mlops(args, { cwd: team.dir });
  expect(result.err).toContain(message);
  expect(result).toMatchObject({ code, out: '' });
  expectNoStackTrace(result.all);
});

test('without credentials the message says how to get them', async () => {
  const team = teamFolder({ parent, name: 'no-credentials' });
  const env = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', HOME: team.dir };
  const result = await mlops(['train'], { cwd: team.dir, env });
  expect(result.code).toBe(3);
  expect(result.err).toContain('mlops: credentials_missing: Could not ask AWS whose credentials these are');
  expect(result.err).toContain('eval "$(npx mlops local env)"');
  expectNoStackTrace(result.all);
});

test('a reader that closes the pipe is not an error', async () => {
  const team = teamFolder({ parent, name: 'pipe' });
  const command = startMlops(['render', 'training', '--account', '123456789012'], { cwd: team.dir });
  command.child.stdout?.destroy();
  expect(await command.result).toMatchObject({ code: 0, err: '' });
});
