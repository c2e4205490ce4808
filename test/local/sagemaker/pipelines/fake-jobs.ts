import { type Context, type Kind, type Part, ServiceError, type Shape } from '../../../../local/sagemaker/context.ts';

/** What a job of a given step does. */
export interface Behaviour {
  /** Milliseconds until it ends, or what it waits for, looked at every few milliseconds; `hang` waits for a stop. */
  readonly takes?: number | 'hang' | ((jobs: FakeJobs) => boolean);
  /** FailureReason; the job ends Failed. One per attempt when it is a list; past its end the job succeeds. */
  readonly fails?: string | readonly string[];
  /** Error of the create call, one per attempt; past its end the call succeeds. */
  readonly refused?: ReadonlyArray<{ code: string; message: string }>;
  /** Written to `<output>/<name>` when the job succeeds, by output name and file name. */
  readonly writes?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

interface JobType {
  readonly create: string;
  readonly describe: string;
  readonly stop: string;
  readonly name: string;
  readonly arn: string;
  readonly status: string;
  readonly kind: Kind;
  readonly resource: string;
}

const TYPES: readonly JobType[] = [
  type('ProcessingJob', 'processing-job', 'processing-job'),
  type('TrainingJob', 'training-job', 'training-job'),
  type('TransformJob', 'transform-job', 'transform-job'),
  type('HyperParameterTuningJob', 'tuning-job', 'hyper-parameter-tuning-job'),
];

function type(noun: string, kind: Kind, resource: string): JobType {
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

/** Jobs that do nothing for a while and then end as told; their records are in the store, as the real ones' are. */
export class FakeJobs {
  readonly behaviours: Record<string, Behaviour>;
  /** `<operation> <step>` of every call that took effect, over restarts too. */
  readonly created: string[] = [];
  readonly stopped: string[] = [];
  readonly refusals: Record<string, number> = {};
  /** Jobs at the same time, and the most there ever were. */
  running = 0;
  mostRunning = 0;
  readonly part: Part;

  constructor(behaviours: Record<string, Behaviour> = {}) {
    this.behaviours = behaviours;
    const operations: Record<string, (input: Shape, context: Context) => Promise<Shape>> = {};
    for (const each of TYPES) {
      operations[each.create] = async (input, context) => this.#create(each, input, context);
      operations[each.describe] = async (input, context) => this.#describe(each, input, context);
      operations[each.stop] = async (input, context) => this.#stop(each, input, context);
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
        for (const each of TYPES)
          for (const job of context.store.list(each.kind)) this.#work(each, job[each.name], context);
      },
    };
  }

  #create(each: JobType, input: Shape, context: Context): Shape {
    const step = stepOf(input);
    const refusal = this.behaviours[step]?.refused?.[this.refusals[step] ?? 0];
    if (refusal) {
      this.refusals[step] = (this.refusals[step] ?? 0) + 1;
      throw new ServiceError(refusal.code, refusal.message, /Internal/.test(refusal.code) ? 500 : 400);
    }
    const name = input[each.name];
    if (context.store.get(each.kind, name)) throw new ServiceError('ResourceInUse', `${name} already exists`);
    const attempt = this.created.filter((line) => line === `${each.create} ${step}`).length;
    const arn = context.arn(`${each.resource}/${name.toLowerCase()}`);
    const { Tags: _, ...rest } = input;
    context.store.put(each.kind, name, {
      ...rest,
      [each.arn]: arn,
      [each.status]: 'InProgress',
      CreationTime: context.now(),
      _step: step,
      _attempt: attempt,
    });
    this.created.push(`${each.create} ${step}`);
    this.running += 1;
    this.mostRunning = Math.max(this.mostRunning, this.running);
    this.#work(each, name, context);
    return { [each.arn]: arn };
  }

  #work(each: JobType, name: string, context: Context): void {
    const job = context.store.get(each.kind, name);
    if (job?.[each.status] !== 'InProgress') return;
    const { takes = 5, fails, writes } = this.behaviours[job._step] ?? {};
    if (takes === 'hang') return;
    if (typeof takes === 'function' && !takes(this)) {
      setTimeout(() => {
        if (!context.signal.aborted) this.#work(each, name, context);
      }, 5);
      return;
    }
    const end = () => {
      if (context.signal.aborted || context.store.get(each.kind, name)?.[each.status] !== 'InProgress') return;
      const reason = typeof fails === 'string' ? fails : fails?.[job._attempt];
      if (reason === undefined) {
        for (const [output, files] of Object.entries(writes ?? {})) {
          const outputs: Shape[] = job.ProcessingOutputConfig.Outputs;
          const uri = outputs.find((one) => one.OutputName === output)?.S3Output.S3Uri;
          for (const [file, text] of Object.entries(files)) void context.files.write(`${uri}/${file}`, text);
        }
      }
      this.#end(
        each,
        name,
        context,
        reason === undefined ? { [each.status]: 'Completed' } : { [each.status]: 'Failed', FailureReason: reason },
      );
    };
    setTimeout(end, typeof takes === 'number' ? takes : 5);
  }

  #stop(each: JobType, input: Shape, context: Context): Shape {
    const name = input[each.name];
    const step = context.store.get(each.kind, name)?._step;
    this.stopped.push(step);
    setTimeout(() => this.#end(each, name, context, { [each.status]: 'Stopped' }), 5);
    return {};
  }

  #end(each: JobType, name: string, context: Context, end: Shape): void {
    const job = context.store.get(each.kind, name);
    if (!job || context.signal.aborted) return;
    this.running -= 1;
    try {
      context.store.put(each.kind, name, { ...job, ...end });
    } catch {
      // The process that runs this job was killed: a test about restarts.
    }
  }

  #describe(each: JobType, input: Shape, context: Context): Shape {
    const job = context.store.get(each.kind, input[each.name]);
    if (!job) throw new ServiceError('ValidationException', 'Could not find requested job with name');
    const { _step, _attempt, ...shown } = job;
    const counters =
      each.kind === 'tuning-job'
        ? { TrainingJobStatusCounters: {}, ObjectiveStatusCounters: {} }
        : each.kind === 'training-job'
          ? {
              ModelArtifacts: { S3ModelArtifacts: `s3://bucket/${input[each.name]}/output/model.tar.gz` },
              SecondaryStatus: 'Completed',
            }
          : {};
    return { ...shown, ...counters };
  }
}

/** The engine tags what it creates with the step's name. */
function stepOf(input: Shape): string {
  return (
    (input.Tags as Array<{ Key: string; Value: string }>).find((tag) => tag.Key === 'sagemaker:pipeline-step-name')
      ?.Value ?? ''
  );
}
