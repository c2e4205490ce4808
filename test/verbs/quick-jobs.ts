import { createHash } from 'node:crypto';
import type { Context, Handler, Part, Shape } from '../../local/sagemaker/context.ts';
import { type Behaviour, FakeJobs } from '../local/sagemaker/pipelines/fake-jobs.ts';

/** What evaluation.json says unless a test has its own. */
export const EVALUATION = {
  binary_classification_metrics: { accuracy: { value: 0.92 }, precision: { value: 0.9 }, recall: { value: 0.93 } },
  gates: {
    beat_baseline: { value: 1, verdict: 'passed', margin: 0.3, lower: 0.26, explanation: 'better than the majority' },
    not_worse_than_deployed: { value: 1, verdict: 'passed', conclusive: false, explanation: 'nothing is deployed' },
  },
  data: { digest: 'rows-digest', rows: 509 },
};

export const BATCH_ROWS = Array.from({ length: 12 }, (_, row) => `${row},1,2,3,4`);
export const MODEL_BYTES = Buffer.from('a model');
export const MODEL_DIGEST = `sha256:${createHash('sha256').update(MODEL_BYTES).digest('hex')}`;

const KINDS = [
  ['ProcessingJob', 'processing-job'],
  ['HyperParameterTuningJob', 'tuning-job'],
  ['TransformJob', 'transform-job'],
] as const;

export interface QuickJobs {
  readonly part: Part;
  readonly fake: FakeJobs;
}

/**
 * Jobs that take milliseconds and write the files that the real ones would: a model for each trial, an evaluation report,
 * batch rows, and one prediction for each row (`lose` of them are left out).
 */
export function quickJobs(
  behaviours: Record<string, Behaviour> = {},
  options: { evaluation?: object; lose?: number } = {},
): QuickJobs {
  const fake = new FakeJobs(behaviours);
  const before: Record<string, (input: Shape, context: Context) => Promise<void>> = {
    async CreateHyperParameterTuningJob(input, { files }) {
      const output = String(input.TrainingJobDefinition.OutputDataConfig.S3OutputPath).replace(/\/$/, '');
      for (const trial of [1, 2, 3]) {
        await files.write(`${output}/${input.HyperParameterTuningJobName}-00${trial}/output/model.tar.gz`, MODEL_BYTES);
      }
    },
    async CreateProcessingJob(input, { files }) {
      const uri = outputs(input);
      if (uri.evaluation !== undefined) {
        await files.write(`${uri.evaluation}/evaluation.json`, JSON.stringify(options.evaluation ?? EVALUATION));
      }
      if (uri.batch !== undefined) await files.write(`${uri.batch}/batch-0.csv`, `${BATCH_ROWS.join('\n')}\n`);
    },
    async CreateTransformJob(input, { files }) {
      const lines = BATCH_ROWS.slice(options.lose ?? 0).map((row) => `${row.split(',')[0]},1,0.93`);
      await files.write(`${input.TransformOutput.S3OutputPath}/batch-0.csv.out`, `${lines.join('\n')}\n`);
    },
  };
  const operations: Record<string, Handler> = { ...fake.part.operations };
  for (const [name, write] of Object.entries(before)) {
    const create = fake.part.operations[name];
    if (create === undefined) throw new Error(`${name} is no operation of the fake jobs`);
    operations[name] = async (input, context) => {
      await write(input, context);
      return create(input, context);
    };
  }
  // The fake jobs have no lists; a job is looked for there when only its ARN is known.
  for (const [noun, kind] of KINDS) {
    operations[`List${noun}s`] = async ({ NameContains = '' }, { store }) => ({
      [`${noun}Summaries`]: store
        .list(kind)
        .filter((job) => String(job[`${noun}Name`]).toLowerCase().includes(String(NameContains).toLowerCase()))
        .map((job) => ({
          [`${noun}Name`]: job[`${noun}Name`],
          [`${noun}Arn`]: job[`${noun}Arn`],
          [`${noun}Status`]: job[`${noun}Status`],
          CreationTime: job.CreationTime,
          ...(kind === 'tuning-job'
            ? { Strategy: 'Bayesian', TrainingJobStatusCounters: {}, ObjectiveStatusCounters: {} }
            : {}),
        })),
    });
  }
  return { fake, part: { ...fake.part, operations } };
}

function outputs(input: Shape): Record<string, string> {
  const list: Shape[] = input.ProcessingOutputConfig?.Outputs ?? [];
  return Object.fromEntries(list.map((output) => [output.OutputName, output.S3Output.S3Uri]));
}
