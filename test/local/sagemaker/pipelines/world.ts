import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MotoReader } from '../../../../local/sagemaker/aws-reader.ts';
import type { Context, ObjectFiles, RecordKind, Shape, Store } from '../../../../local/sagemaker/context.ts';
import { pipelinesPart } from '../../../../local/sagemaker/pipelines/index.ts';
import { resourceOperations } from '../../../../local/sagemaker/resources/index.ts';
import { Service } from '../../../../local/sagemaker/service.ts';
import { loadServiceModel } from '../../../../local/sagemaker/service-model.ts';
import { openStore } from '../../../../local/sagemaker/store.ts';
import { type Behaviour, FakeJobs } from './fake-jobs.ts';

export const ROLE = 'arn:aws:iam::123456789012:role/service-role/Execution';
const model = loadServiceModel();
const worlds: World[] = [];
/** These tests have no other services. */
const NO_AWS = new MotoReader({
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  alarms: { states: async () => new Map() },
  endpointOf: () => undefined,
});
/** How long a test waits for a status. It is enough on a slow machine. */
const MAX_WAIT_MS = 120_000;

/** A service with real resources and pipelines, fake jobs, and objects in memory. */
export class World {
  readonly jobs: FakeJobs;
  readonly objects: Map<string, string>;
  readonly dir: string;
  readonly context: Context;
  readonly #ending = new AbortController();
  now: () => number = () => Date.now() / 1000;

  constructor(
    behaviours: Record<string, Behaviour> = {},
    from?: World,
    wrap: (store: Store) => Store = (store) => store,
  ) {
    this.dir = from?.dir ?? mkdtempSync(join(tmpdir(), 'pipelines-'));
    this.objects = from?.objects ?? new Map();
    this.jobs = from?.jobs ?? new FakeJobs(behaviours);
    const service = new Service({
      model,
      parts: [{ operations: resourceOperations }, this.jobs.part, pipelinesPart],
      strictOutputs: true,
      log: (text) => {
        throw new Error(text);
      },
    });
    this.context = {
      region: 'us-east-1',
      account: '123456789012',
      dir: this.dir,
      store: wrap(openStore(this.dir)),
      files: memoryFiles(this.objects),
      logs: { stream: () => ({ line: () => undefined, close: async () => undefined }) },
      containerEnvironment: {},
      call: async (operation, input) => (await service.call(operation, input, this.context)) ?? {},
      signal: this.#ending.signal,
      now: () => this.now(),
      arn: (resource) => `arn:aws:sagemaker:us-east-1:123456789012:${resource}`,
      allowed: new Set(),
      aws: NO_AWS,
      quotas: {},
      checksRoles: false,
    };
    worlds.push(this);
  }

  call(operation: string, input: Shape): Promise<Shape> {
    return this.context.call(operation, input);
  }

  /** Starts another service on the same disk, jobs and objects, as after a restart. */
  restarted(): World {
    this.end();
    const next = new World({}, this);
    void next.jobs.part.resume?.(next.context);
    void pipelinesPart.resume?.(next.context);
    return next;
  }

  end(): void {
    this.#ending.abort();
  }

  async create(definition: unknown, name = 'pipe'): Promise<string> {
    const text = typeof definition === 'string' ? definition : JSON.stringify(definition);
    const answer = await this.call('CreatePipeline', {
      PipelineName: name,
      PipelineDefinition: text,
      RoleArn: ROLE,
      ClientRequestToken: token(),
    });
    return answer.PipelineArn;
  }

  async start(parameters: Record<string, string> = {}, more: Shape = {}): Promise<string> {
    const answer = await this.call('StartPipelineExecution', {
      PipelineName: 'pipe',
      ClientRequestToken: token(),
      PipelineParameters: Object.entries(parameters).map(([Name, Value]) => ({ Name, Value })),
      ...more,
    });
    return answer.PipelineExecutionArn;
  }

  /** Creates a pipeline and runs it to its end. */
  async run(definition: unknown, parameters: Record<string, string> = {}, more: Shape = {}): Promise<Outcome> {
    await this.create(definition);
    return this.ended(await this.start(parameters, more));
  }

  async ended(arn: string): Promise<Outcome> {
    const execution = await this.until(arn, (status) => ['Succeeded', 'Failed', 'Stopped'].includes(status));
    return this.outcome(arn, execution);
  }

  async until(arn: string, isReached: (status: string) => boolean): Promise<Shape> {
    const id = arn.split('/').at(-1) as string;
    if (!isReached(this.context.store.get('pipeline-execution', id)?.status)) {
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => {
          unwatch();
          reject(new Error(`${arn} stays ${JSON.stringify(this.context.store.get('pipeline-execution', id))}`));
        }, MAX_WAIT_MS);
        const unwatch = this.context.store.watch('pipeline-execution', (name, record) => {
          if (name !== id || !isReached(record?.status)) return;
          clearTimeout(timer);
          unwatch();
          resolve();
        });
      });
    }
    return this.call('DescribePipelineExecution', { PipelineExecutionArn: arn });
  }

  async stepIs(arn: string, step: string, isReached: (status: string) => boolean): Promise<void> {
    const id = arn.split('/').at(-1) as string;
    const status = () => this.context.store.get('pipeline-execution', id)?.steps[step]?.status ?? 'none';
    for (const end = Date.now() + MAX_WAIT_MS; !isReached(status()); ) {
      if (Date.now() > end) throw new Error(`${step} stays ${status()}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async outcome(arn: string, execution: Shape): Promise<Outcome> {
    const { PipelineExecutionSteps } = await this.call('ListPipelineExecutionSteps', {
      PipelineExecutionArn: arn,
      SortOrder: 'Ascending',
    });
    const steps: Record<string, Shape> = Object.fromEntries(
      PipelineExecutionSteps.map((step: Shape) => [step.StepName, step]),
    );
    return {
      arn,
      status: execution.PipelineExecutionStatus,
      reason: execution.FailureReason,
      order: Object.keys(steps),
      steps,
      statuses: Object.fromEntries(Object.entries(steps).map(([name, step]) => [name, step.StepStatus])),
    };
  }

  /** Lists the records of a kind. A job's record has the members of its request. */
  requests(kind: RecordKind): Shape[] {
    return this.context.store.list(kind);
  }
}

export interface Outcome {
  readonly arn: string;
  readonly status: string;
  readonly reason: string | undefined;
  readonly order: string[];
  readonly steps: Record<string, Shape>;
  readonly statuses: Record<string, string>;
}

export function endWorlds(): void {
  for (const world of worlds.splice(0)) {
    world.end();
    rmSync(world.dir, { recursive: true, force: true });
  }
}

let tokens = 0;
export function token(): string {
  tokens += 1;
  return `token-${String(tokens).padStart(32, '0')}`;
}

function memoryFiles(objects: Map<string, string>): ObjectFiles {
  const unused = async (): Promise<never> => {
    throw new Error('these tests do not use this method');
  };
  return {
    download: unused,
    upload: unused,
    writeFile: unused,
    // The jobs are fake, so each model archive counts as existing.
    list: async (uri) => [{ uri, size: 1 }],
    async read(uri) {
      const text = objects.get(uri);
      if (text === undefined) throw new Error(`${uri} does not exist`);
      return Buffer.from(text);
    },
    async write(uri, body) {
      objects.set(uri, body.toString());
    },
  };
}
