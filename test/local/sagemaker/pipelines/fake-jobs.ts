import {
  type Context,
  type Part,
  type RecordKind,
  ServiceError,
  type Shape,
} from '../../../../local/sagemaker/context.ts';

/** What the jobs of a step do. */
export interface Behaviour {
  /** Milliseconds until the job ends, or a condition that is polled; `hang` waits for a stop. */
  readonly takes?: number | 'hang' | ((jobs: FakeJobs) => boolean);
  /** FailureReason of a job that ends Failed. A list has one for each attempt; after its end the job succeeds. */
  readonly fails?: string | readonly string[];
  /** Errors of the Create call, one for each attempt. After the end of the list the call succeeds. */
  readonly refused?: ReadonlyArray<{ code: string; message: string }>;
  /** Texts that are written to `<output>/<name>` when the job succeeds, by output name and file name. */
  readonly writes?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

interface JobType {
  readonly create: string;
  readonly describe: string;
  readonly stop: string;
  readonly name: string;
  readonly arn: string;
  readonly status: string;
  readonly kind: RecordKind;
  readonly resource: string;
}

const TYPES: readonly JobType[] = [
  jobType('ProcessingJob', 'processing-job', 'processing-job'),
  jobType('TrainingJob', 'training-job', 'training-job'),
  jobType('TransformJob', 'transform-job', 'transform-job'),
  jobType('HyperParameterTuningJob', 'tuning-job', 'hyper-parameter-tuning-job'),
];

function jobType(noun: string, kind: RecordKind, resource: string): JobType {
  return {
    create: `Create${noun}`,
    describe: `Describe${noun}`,
    stop: `Stop${noun}`,
    name: `${noun}Name`,
    arn: `${noun}Arn`,
    status: `${noun}Status`,
    kind,
    resource,
  };
}

/** Jobs that do nothing and then end as their behaviour says. Like real jobs, they have records in the store. */
export class FakeJobs {
  readonly behaviours: Record<string, Behaviour>;
  /** `<operation> <step>` of every call that had an effect, also before a restart. */
  readonly created: string[] = [];
  readonly stopped: string[] = [];
  readonly refusals: Record<string, number> = {};
  /** The number of jobs that run, and its maximum so far. */
  running = 0;
  maxRunning = 0;
  readonly part: Part;

  constructor(behaviours: Record<string, Behaviour> = {}) {
    this.behaviours = behaviours;
    const operations: Record<string, (input: Shape, context: Context) => Promise<Shape>> = {};
    for (const type of TYPES) {
      operations[type.create] = async (input, context) => this.#create(type, input, context);
      operations[type.describe] = async (input, context) => this.#describe(type, input, context);
      operations[type.stop] = async (input, context) => this.#stop(type, input, context);
    }
    operations.ListTrainingJobsForHyperParameterTuningJob = async (input) => {
      const job = (value: number): Shape => ({
        TrainingJobName: `${input.HyperParameterTuningJobName}-00${value}`,
        TrainingJobArn: `arn:aws:sagemaker:us-east-1:123456789012:training-job/t${value}`,
        CreationTime: 1,
        TrainingJobStatus: 'Completed',
        TunedHyperParameters: {},
        FinalHyperParameterTuningJobObjectiveMetric: { MetricName: 'auc', Value: value / 10 },
      });
      const best = input.SortOrder === 'Descending' ? [3, 2, 1] : [1, 2, 3];
      const from = Number(input.NextToken ?? 0);
      return { TrainingJobSummaries: [job(best[from] ?? 0)], ...(from < 2 ? { NextToken: String(from + 1) } : {}) };
    };
    this.part = {
      operations,
      resume: async (context) => {
        for (const type of TYPES)
          for (const job of context.store.list(type.kind)) this.#run(type, job[type.name], context);
      },
    };
  }

  #create(type: JobType, input: Shape, context: Context): Shape {
    const step = stepOf(input);
    const refusal = this.behaviours[step]?.refused?.[this.refusals[step] ?? 0];
    if (refusal) {
      this.refusals[step] = (this.refusals[step] ?? 0) + 1;
      throw new ServiceError(refusal.code, refusal.message, /Internal/.test(refusal.code) ? 500 : 400);
    }
    const name = input[type.name];
    if (context.store.get(type.kind, name)) throw new ServiceError('ResourceInUse', `${name} already exists`);
    const attempt = this.created.filter((line) => line === `${type.create} ${step}`).length;
    const arn = context.arn(`${type.resource}/${name.toLowerCase()}`);
    const { Tags: _, ...rest } = input;
    context.store.put(type.kind, name, {
      ...rest,
      [type.arn]: arn,
      [type.status]: 'InProgress',
      CreationTime: context.now(),
      _step: step,
      _attempt: attempt,
    });
    this.created.push(`${type.create} ${step}`);
    this.running += 1;
    this.maxRunning = Math.max(this.maxRunning, this.running);
    this.#run(type, name, context);
    return { [type.arn]: arn };
  }

  #run(type: JobType, name: string, context: Context): void {
    const job = context.store.get(type.kind, name);
    if (job?.[type.status] !== 'InProgress') return;
    const { takes = 5, fails, writes } = this.behaviours[job._step] ?? {};
    if (takes === 'hang') return;
    if (typeof takes === 'function' && !takes(this)) {
      setTimeout(() => {
        if (!context.signal.aborted) this.#run(type, name, context);
      }, 5);
      return;
    }
    const end = () => {
      if (context.signal.aborted || context.store.get(type.kind, name)?.[type.status] !== 'InProgress') return;
      const reason = typeof fails === 'string' ? fails : fails?.[job._attempt];
      if (reason === undefined) {
        for (const [output, files] of Object.entries(writes ?? {})) {
          const outputs: Shape[] = job.ProcessingOutputConfig.Outputs;
          const uri = outputs.find((one) => one.OutputName === output)?.S3Output.S3Uri;
          for (const [file, text] of Object.entries(files)) void context.files.write(`${uri}/${file}`, text);
        }
      }
      this.#end(
        type,
        name,
        context,
        reason === undefined ? { [type.status]: 'Completed' } : { [type.status]: 'Failed', FailureReason: reason },
      );
    };
    setTimeout(end, typeof takes === 'number' ? takes : 5);
  }

  #stop(type: JobType, input: Shape, context: Context): Shape {
    const name = input[type.name];
    const step = context.store.get(type.kind, name)?._step;
    this.stopped.push(step);
    setTimeout(() => this.#end(type, name, context, { [type.status]: 'Stopped' }), 5);
    return {};
  }

  #end(type: JobType, name: string, context: Context, end: Shape): void {
    const job = context.store.get(type.kind, name);
    if (!job || context.signal.aborted) return;
    this.running -= 1;
    try {
      context.store.put(type.kind, name, { ...job, ...end });
    } catch {
      // The process of this job was killed, in a test of restarts.
    }
  }

  #describe(type: JobType, input: Shape, context: Context): Shape {
    const job = context.store.get(type.kind, input[type.name]);
    if (!job) throw new ServiceError('ValidationException', 'Could not find requested job with name');
    const { _step, _attempt, ...shown } = job;
    const counters =
      type.kind === 'tuning-job'
        ? { TrainingJobStatusCounters: {}, ObjectiveStatusCounters: {} }
        : type.kind === 'training-job'
          ? {
              ModelArtifacts: { S3ModelArtifacts: `s3://bucket/${input[type.name]}/output/model.tar.gz` },
              SecondaryStatus: 'Completed',
            }
          : {};
    return { ...shown, ...counters };
  }
}

/** Gives the step's name. The engine adds it to each request as a tag. */
function stepOf(input: Shape): string {
  return (
    (input.Tags as Array<{ Key: string; Value: string }>).find((tag) => tag.Key === 'sagemaker:pipeline-step-name')
      ?.Value ?? ''
  );
}
