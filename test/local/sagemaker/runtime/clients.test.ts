import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startModelServer } from '../../../../local/sagemaker/jobs/model-server.ts';
import { pythonOf, TEST_TOOLS, TOOLS } from '../../../../scripts/lib/paths.mjs';
import { type Moto, startMoto } from '../../../support/moto.ts';
import { run } from '../../../support/processes.ts';
import { type Local, startLocal } from '../core/harness.ts';

/** Here the model servers are real: they load Python. */
const IMAGE = '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3';

let moto: Moto;
let local: Local;
let home: string;
let environment: NodeJS.ProcessEnv;
beforeAll(async () => {
  moto = await startMoto();
  local = await startLocal({ moto: moto.url, startModelServer });
  home = mkdtempSync(join(tmpdir(), 'clients-'));
  environment = {
    ...moto.environment,
    HOME: home,
    AWS_ENDPOINT_URL_SAGEMAKER: local.server.url,
    AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: local.server.url,
  };
});
afterAll(async () => {
  await local?.close();
  await moto?.stop();
  rmSync(home, { recursive: true, force: true });
});

test('boto3 registers, lists, serves and deletes a model with a real model server', async () => {
  const { code, stdout, stderr } = await run(
    pythonOf(TOOLS),
    [join(import.meta.dirname, 'boto3_endpoint.py'), IMAGE, '3'],
    environment,
  );
  expect([code, stderr]).toEqual([0, '']);
  const responses = JSON.parse(stdout);
  expect(responses).toEqual({
    versions: [
      [1, 2, 3, 4, 5],
      [6, 7, 8, 9, 10],
      [11, 12],
    ],
    package: 'Approved',
    answer: ['3.0\n7.5', 'text/csv', 'AllTraffic'],
    model_error: ['ModelError', expect.stringContaining('Received server error (500) from primary')],
    missing: [
      'ValidationException',
      'Could not find endpoint "arn:aws:sagemaker:us-east-1:123456789012:endpoint/nothing".',
    ],
    twice: [
      'ValidationException',
      'Cannot create already existing endpoint "arn:aws:sagemaker:us-east-1:123456789012:endpoint/boto3-endpoint".',
    ],
    name: [
      'ValidationException',
      expect.stringMatching(/^1 validation error detected: Value 'no blanks' at 'modelPackageGroupName'/),
    ],
    waiter: 'ValidationException',
  });
});

test('the AWS CLI creates, tags and lists, and shows errors', async () => {
  const aws = (...args: string[]) =>
    run(join(TEST_TOOLS, 'bin', 'aws'), ['sagemaker', ...args, '--output', 'json'], environment);
  const json = async (...args: string[]) => {
    const { code, stdout, stderr } = await aws(...args);
    expect([code, stderr]).toEqual([0, '']);
    return JSON.parse(stdout);
  };
  const { ModelPackageGroupArn: arn } = await json(
    'create-model-package-group',
    '--model-package-group-name=cli-group',
    '--tags=Key=team,Value=fraud',
  );
  expect(await json('list-tags', `--resource-arn=${arn}`)).toEqual({ Tags: [{ Key: 'team', Value: 'fraud' }] });
  const listed = await json('list-model-package-groups', '--name-contains=cli');
  expect(listed.ModelPackageGroupSummaryList).toMatchObject([
    { ModelPackageGroupName: 'cli-group', CreationTime: expect.anything() },
  ]);
  const { code, stderr } = await aws('describe-endpoint', '--endpoint-name=nothing');
  expect(code).not.toBe(0);
  expect(stderr).toContain(
    'An error occurred (ValidationException) when calling the DescribeEndpoint operation: Could not find endpoint',
  );
});
