import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Shape } from '../../../../local/sagemaker/context.ts';
import { startedAt } from '../../../../scripts/lib/process-identity.mjs';
import { makeExecutionRole } from '../../../support/moto.ts';
import { ended, freePort } from '../../../support/processes.ts';
import { BUCKET, IMAGE, type Platform, ROLE, startPlatform } from './platform.ts';

/** The S3 of a platform, and a server in another process, which can be killed. */
let platform: Platform;
let dir: string;
let server: { process: ChildProcess; url: string };
beforeAll(async () => {
  platform = await startPlatform();
  await makeExecutionRole(platform.environment.AWS_ENDPOINT_URL_IAM ?? '', ROLE);
  dir = mkdtempSync(join(tmpdir(), 'mlops-kill-'));
  server = await startServer();
});
afterAll(async () => {
  await ended(server.process);
  await platform.close();
  rmSync(dir, { recursive: true, force: true });
});

async function startServer(): Promise<typeof server> {
  const port = await freePort();
  const child = spawn(process.execPath, [resolve('local/sagemaker/main.ts'), '--dir', dir, '--port', String(port)], {
    env: platform.environment,
    stdio: 'ignore',
  });
  const url = `http://127.0.0.1:${port}`;
  for (;;) {
    if (child.exitCode !== null) throw new Error('the server did not start');
    const up = await fetch(`${url}/health`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (up) return { process: child, url };
    await new Promise((go) => setTimeout(go, 100));
  }
}

async function call(operation: string, input: Shape): Promise<Shape> {
  const answer = await fetch(server.url, {
    method: 'POST',
    headers: {
      'X-Amz-Target': `SageMaker.${operation}`,
      'Content-Type': 'application/x-amz-json-1.1',
      Authorization:
        'AWS4-HMAC-SHA256 Credential=test/20261122/us-east-1/sagemaker/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify(input),
  });
  const body = (await answer.json()) as Shape;
  if (!answer.ok) throw new Error(JSON.stringify(body));
  return body;
}

test('after kill -9 the process of a job is ended, and the job runs again to its end', async () => {
  const marker = join(dir, 'marker');
  const code = await platform.archive('kill/sourcedir.tar.gz', {
    'train.py': `
import os, time
marker = os.environ["MARKER"]
if not os.path.exists(marker):
    with open(marker + ".part", "w") as file: file.write(str(os.getpid()))
    os.rename(marker + ".part", marker)
    time.sleep(300)
open("/opt/ml/model/m", "w").write("m")
`,
  });
  await call('CreateTrainingJob', {
    TrainingJobName: 'survivor',
    RoleArn: ROLE,
    AlgorithmSpecification: { TrainingImage: IMAGE, TrainingInputMode: 'File' },
    HyperParameters: { sagemaker_program: '"train.py"', sagemaker_submit_directory: JSON.stringify(code) },
    OutputDataConfig: { S3OutputPath: `s3://${BUCKET}/` },
    ResourceConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: 1, VolumeSizeInGB: 30 },
    StoppingCondition: { MaxRuntimeInSeconds: 3600 },
    Environment: { MARKER: marker },
  });
  const readMarker = () => {
    try {
      return Number(readFileSync(marker, 'utf8'));
    } catch {
      return undefined;
    }
  };
  while (readMarker() === undefined) await new Promise((go) => setTimeout(go, 100));
  const left = readMarker() ?? 0;
  expect(startedAt(left)).toBeDefined();

  server.process.kill('SIGKILL');
  await new Promise((gone) => server.process.once('exit', gone));
  expect(startedAt(left)).toBeDefined();
  server = await startServer();

  let job = await call('DescribeTrainingJob', { TrainingJobName: 'survivor' });
  while (job.TrainingJobStatus === 'InProgress') {
    await new Promise((go) => setTimeout(go, 100));
    job = await call('DescribeTrainingJob', { TrainingJobName: 'survivor' });
  }
  expect(job.TrainingJobStatus).toBe('Completed');
  expect(startedAt(left)).toBeUndefined();
  expect(await platform.keys('survivor/output')).toEqual(['survivor/output/model.tar.gz']);
});
