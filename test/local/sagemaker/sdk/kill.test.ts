import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  CreatePipelineCommand,
  DescribePipelineExecutionCommand,
  ListPipelineExecutionStepsCommand,
  ListProcessingJobsCommand,
  SageMakerClient,
  StartPipelineExecutionCommand,
} from '@aws-sdk/client-sagemaker';
import { CREDENTIALS, type Moto, makeExecutionRole, REGION, startMoto } from '../../../support/moto.ts';
import { ended } from '../../../support/processes.ts';
import { pipeline, processing } from '../pipelines/definitions.ts';
import { ROLE } from '../pipelines/world.ts';

const MAIN = join(import.meta.dirname, '..', '..', '..', '..', 'local', 'sagemaker', 'main.ts');
const IMAGE = '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3';

let dir: string;
let moto: Moto;
const children: ChildProcess[] = [];
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'kill-'));
  moto = await startMoto();
  await makeExecutionRole(moto.url, ROLE);
});
afterAll(async () => {
  for (const child of children) await ended(child);
  await moto.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** Starts the service in another process. */
async function start(): Promise<{ child: ChildProcess; client: SageMakerClient }> {
  const environment = { ...process.env, ...moto.environment };
  const child = spawn(process.execPath, [MAIN, '--dir', dir], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const endpoint = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the service ended with ${code}`)));
    child.stdout?.on('data', (chunk: Buffer) => {
      const url = /listens on (http:\S+)/.exec(chunk.toString())?.[1];
      if (url) resolve(url);
    });
  });
  return { child, client: new SageMakerClient({ region: REGION, endpoint, credentials: CREDENTIALS }) };
}

test('after kill -9 between and during steps, the execution continues and each job is created once', async () => {
  const step = (name: string, more = {}) =>
    processing(
      name,
      { AppSpecification: { ImageUri: IMAGE, ContainerEntrypoint: ['/bin/sh', '-c', 'sleep 1.5'] } },
      more,
    );
  const definition = pipeline([
    step('First'),
    step('Second', { DependsOn: ['First'] }),
    step('Third', { DependsOn: ['Second'] }),
  ]);
  let service = await start();
  await service.client.send(
    new CreatePipelineCommand({ PipelineName: 'pipe', RoleArn: ROLE, PipelineDefinition: JSON.stringify(definition) }),
  );
  const { PipelineExecutionArn } = await service.client.send(
    new StartPipelineExecutionCommand({ PipelineName: 'pipe' }),
  );
  for (const pause of [700, 900]) {
    await wait(pause);
    const exited = new Promise((resolve) => service.child.once('exit', resolve));
    service.child.kill('SIGKILL');
    await exited;
    service = await start();
  }
  for (;;) {
    const execution = await service.client.send(new DescribePipelineExecutionCommand({ PipelineExecutionArn }));
    if (execution.PipelineExecutionStatus !== 'Executing') break;
    await wait(100);
  }
  const { PipelineExecutionSteps } = await service.client.send(
    new ListPipelineExecutionStepsCommand({ PipelineExecutionArn, SortOrder: 'Ascending' }),
  );
  expect(PipelineExecutionSteps?.map((each) => [each.StepName, each.StepStatus, each.FailureReason])).toEqual([
    ['First', 'Succeeded', undefined],
    ['Second', 'Succeeded', undefined],
    ['Third', 'Succeeded', undefined],
  ]);
  const { ProcessingJobSummaries } = await service.client.send(new ListProcessingJobsCommand({}));
  expect(ProcessingJobSummaries).toHaveLength(3);
});
